/** Abbreviations of the zones that have letters: standard time, then summer time. */
const ABBREVIATIONS: readonly (readonly [zones: RegExp, standard: string, summer: string])[] = [
  [/^(?:Europe\/(?:London|Belfast|Jersey|Guernsey|Isle_of_Man)|GB|GB-Eire)$/, 'GMT', 'BST'],
  [/^(?:Europe\/Dublin|Eire)$/, 'GMT', 'IST'],
  [/^(?:Europe\/Lisbon|Portugal|WET|Atlantic\/(?:Madeira|Canary|Faroe|Faeroe))$/, 'WET', 'WEST'],
  [
    /^(?:Europe\/(?:Athens|Bucharest|Chisinau|Helsinki|Kaliningrad|Kiev|Kyiv|Mariehamn|Nicosia|Riga|Sofia|Tallinn|Tiraspol|Uzhgorod|Vilnius|Zaporozhye)|Asia\/(?:Beirut|Nicosia|Famagusta|Gaza|Hebron)|Africa\/(?:Cairo|Tripoli)|EET|Egypt|Libya)$/,
    'EET',
    'EEST',
  ],
  [/^(?:Europe\/(?:Moscow|Simferopol|Kirov|Volgograd)|W-SU)$/, 'MSK', 'MSD'],
  [/^(?:Europe\/(?:Istanbul|Minsk|Samara|Saratov|Ulyanovsk|Astrakhan))$/, '', ''],
  [/^(?:Europe\/.*|CET|MET|Arctic\/.*|Poland|Africa\/(?:Algiers|Ceuta|Tunis)|Atlantic\/Jan_Mayen)$/, 'CET', 'CEST'],
  [/^(?:Asia\/Tokyo|Japan)$/, 'JST', 'JDT'],
  [/^(?:Asia\/(?:Seoul|Pyongyang)|ROK)$/, 'KST', 'KDT'],
  [/^(?:Asia\/(?:Shanghai|Chongqing|Chungking|Harbin|Taipei|Macau|Macao)|PRC|ROC)$/, 'CST', 'CDT'],
  [/^(?:Asia\/Hong_Kong|Hongkong)$/, 'HKT', 'HKST'],
  [/^Asia\/Manila$/, 'PST', 'PDT'],
  [/^Asia\/(?:Kolkata|Calcutta)$/, 'IST', ''],
  [/^Asia\/Karachi$/, 'PKT', 'PKST'],
  [/^(?:Asia\/(?:Jerusalem|Tel_Aviv)|Israel)$/, 'IST', 'IDT'],
  [/^Asia\/(?:Jakarta|Pontianak)$/, 'WIB', ''],
  [/^Asia\/(?:Makassar|Ujung_Pandang)$/, 'WITA', ''],
  [/^Asia\/Jayapura$/, 'WIT', ''],
  [
    /^Australia\/(?:Sydney|Melbourne|Hobart|Canberra|ACT|NSW|Victoria|Tasmania|Brisbane|Queensland|Lindeman|Currie)$/,
    'AEST',
    'AEDT',
  ],
  [/^Australia\/(?:Adelaide|South|Broken_Hill|Yancowinna|Darwin|North)$/, 'ACST', 'ACDT'],
  [/^Australia\/(?:Perth|West)$/, 'AWST', 'AWDT'],
  [/^(?:Pacific\/Auckland|Antarctica\/(?:McMurdo|South_Pole)|NZ)$/, 'NZST', 'NZDT'],
  [/^(?:Pacific\/Honolulu|US\/Hawaii|Pacific\/Johnston|HST)$/, 'HST', 'HDT'],
  [/^(?:Pacific\/(?:Guam|Saipan))$/, 'ChST', ''],
  [/^(?:Pacific\/(?:Pago_Pago|Midway|Samoa)|US\/Samoa)$/, 'SST', ''],
  [/^Africa\/(?:Johannesburg|Maseru|Mbabane)$/, 'SAST', ''],
  [
    /^Africa\/(?:Nairobi|Addis_Ababa|Asmara|Asmera|Dar_es_Salaam|Djibouti|Kampala|Mogadishu)$|^Indian\/(?:Antananarivo|Comoro|Mayotte)$/,
    'EAT',
    '',
  ],
  [
    /^Africa\/(?:Lagos|Bangui|Brazzaville|Douala|Kinshasa|Libreville|Luanda|Malabo|Ndjamena|Niamey|Porto-Novo)$/,
    'WAT',
    '',
  ],
  [
    /^Africa\/(?:Maputo|Blantyre|Bujumbura|Gaborone|Harare|Juba|Khartoum|Kigali|Lubumbashi|Lusaka|Windhoek)$/,
    'CAT',
    '',
  ],
  [
    /^(?:Africa\/(?:Abidjan|Accra|Bamako|Banjul|Bissau|Conakry|Dakar|Freetown|Lome|Monrovia|Nouakchott|Ouagadougou|Sao_Tome|Timbuktu)|Atlantic\/(?:Reykjavik|St_Helena)|Iceland|GMT|Etc\/(?:GMT|Greenwich)|Greenwich)$/,
    'GMT',
    '',
  ],
  [/^(?:Etc\/(?:UTC|UCT|Universal|Zulu)|UCT|Universal|Zulu)$/, 'UTC', ''],
  [
    /^(?:America\/(?:New_York|Detroit|Toronto|Montreal|Nassau|Port-au-Prince|Jamaica|Panama|Cancun|Cayman|Indiana\/.*|Kentucky\/.*|Indianapolis|Louisville|Iqaluit|Grand_Turk|Nipigon|Thunder_Bay|Atikokan|Coral_Harbour|Fort_Wayne)|US\/(?:Eastern|Michigan|East-Indiana)|Canada\/Eastern|Jamaica|EST|EST5EDT)$/,
    'EST',
    'EDT',
  ],
  [
    /^(?:America\/(?:Chicago|Winnipeg|Mexico_City|Monterrey|Merida|Costa_Rica|Guatemala|El_Salvador|Tegucigalpa|Managua|Regina|Belize|Matamoros|Menominee|North_Dakota\/.*|Rainy_River|Rankin_Inlet|Resolute|Swift_Current|Chihuahua|Ojinaga|Bahia_Banderas)|US\/(?:Central|Indiana-Starke)|Canada\/(?:Central|Saskatchewan)|Mexico\/General|CST6CDT)$/,
    'CST',
    'CDT',
  ],
  [
    /^(?:America\/(?:Denver|Boise|Phoenix|Edmonton|Calgary|Yellowknife|Inuvik|Cambridge_Bay|Ciudad_Juarez|Hermosillo|Mazatlan|Shiprock|Creston|Dawson_Creek|Fort_Nelson|Whitehorse|Dawson)|US\/(?:Mountain|Arizona)|Canada\/(?:Mountain|Yukon)|Mexico\/BajaSur|Navajo|MST|MST7MDT)$/,
    'MST',
    'MDT',
  ],
  [
    /^(?:America\/(?:Los_Angeles|Vancouver|Tijuana|Ensenada|Santa_Isabel)|US\/Pacific|Canada\/Pacific|Mexico\/BajaNorte|PST8PDT)$/,
    'PST',
    'PDT',
  ],
  [/^(?:America\/(?:Anchorage|Juneau|Sitka|Nome|Yakutat|Metlakatla)|US\/Alaska)$/, 'AKST', 'AKDT'],
  [/^(?:America\/Adak|America\/Atka|US\/Aleutian)$/, 'HST', 'HDT'],
  [
    /^(?:America\/(?:Halifax|Puerto_Rico|Santo_Domingo|Martinique|Barbados|Curacao|Port_of_Spain|Moncton|Glace_Bay|Goose_Bay|Thule|Aruba|Antigua|Anguilla|Dominica|Grenada|Guadeloupe|Montserrat|St_Kitts|St_Lucia|St_Thomas|St_Vincent|Tortola|Virgin|Blanc-Sablon|Kralendijk|Lower_Princes|Marigot|St_Barthelemy)|Atlantic\/Bermuda|Canada\/Atlantic)$/,
    'AST',
    'ADT',
  ],
  [/^(?:America\/St_Johns|Canada\/Newfoundland)$/, 'NST', 'NDT'],
  [/^(?:America\/Havana|Cuba)$/, 'CST', 'CDT'],
];

/** The abbreviation of a zone at an offset: letters where the zone has them, else the offset as `+03` or `+0530`. */
export function zoneAbbreviation(name: string, offset: number, standardOffset: () => number): string {
  // Before there were zones, every place had the time of its sun.
  if (offset % 60 !== 0) return 'LMT';
  const known = ABBREVIATIONS.find(([zones]) => zones.test(name));
  if (known === undefined) return numericAbbreviation(offset);
  const [, standard, summer] = known;
  const letters = summer !== '' && offset !== standardOffset() ? summer : standard;
  return letters === '' ? numericAbbreviation(offset) : letters;
}

function numericAbbreviation(offset: number): string {
  const magnitude = Math.abs(offset);
  const hours = String(Math.floor(magnitude / 3600)).padStart(2, '0');
  const minutes = Math.floor((magnitude % 3600) / 60);
  return `${offset < 0 ? '-' : '+'}${hours}${minutes === 0 ? '' : String(minutes).padStart(2, '0')}`;
}
