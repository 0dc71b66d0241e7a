import { parseBinaryFile, renderBinaryFile } from './binary/binary-format.js';
import { parseDotenvFile, renderDotenvFile } from './dotenv/dotenv-format.js';
import type { FormatCodec, SopsFormat } from './format.js';
import { parseIniFile, renderIniFile } from './ini/ini-format.js';
import { parseJsonFile, renderJsonFile } from './json/json-format.js';
import { parseYamlFile } from './yaml/parse-yaml-file.js';
import { renderYamlFile } from './yaml/render-yaml-file.js';

/** How each format is read and written. */
export const FORMAT_CODECS: Readonly<Record<SopsFormat, FormatCodec>> = {
  yaml: {
    title: 'YAML',
    metadataPlace: 'nested',
    marker: 'mac: ENC[',
    parse: parseYamlFile,
    render: renderYamlFile,
  },
  json: {
    title: 'JSON',
    metadataPlace: 'nested',
    marker: '"mac": "ENC[',
    parse: parseJsonFile,
    render: renderJsonFile,
  },
  dotenv: {
    title: 'dotenv',
    metadataPlace: 'flat',
    marker: 'sops_mac=ENC[',
    parse: parseDotenvFile,
    render: renderDotenvFile,
  },
  ini: {
    title: 'INI',
    metadataPlace: 'flat-below-key',
    marker: '[sops]',
    parse: parseIniFile,
    render: renderIniFile,
  },
  // An encrypted binary file is a JSON file that holds it.
  binary: {
    title: 'binary',
    metadataPlace: 'nested',
    marker: '"mac": "ENC[',
    parse: parseJsonFile,
    parsePlain: parseBinaryFile,
    render: renderBinaryFile,
    renderEncrypted: renderJsonFile,
  },
};
