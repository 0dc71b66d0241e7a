/** A number that did not come from the data: one written in the template, or a byte of a text. */
export class NumberLiteral {
  readonly type: 'int' | 'float' | 'byte';
  readonly value: number;

  constructor(type: 'int' | 'float' | 'byte', value: number) {
    this.type = type;
    this.value = value;
  }
}
