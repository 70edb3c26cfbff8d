import { Rational } from '#kernel';

/** Each different text once, as a small number: a line is then a row of numbers. 0 is the empty text. */
export class Texts {
  private readonly ids = new Map<string, number>([['', 0]]);
  private readonly texts: string[] = [''];

  idOf(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    const id = this.texts.length;
    this.ids.set(text, id);
    this.texts.push(text);
    return id;
  }

  text(id: number): string {
    return this.texts[id] ?? '';
  }

  clear(): void {
    this.ids.clear();
    this.ids.set('', 0);
    this.texts.length = 1;
  }
}

/** Each different amount once: equal numbers are equal amounts, however they were written. */
export class Amounts {
  private readonly byText = new Map<string, number>();
  private readonly values: Rational[] = [];

  /** Of a decimal text. */
  parse(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const id = this.idOf(Rational.parse(text));
    this.byText.set(text, id);
    return id;
  }

  idOf(value: Rational): number {
    const exact = value.toExact();
    const known = this.byText.get(exact);
    if (known !== undefined) return known;
    const id = this.values.length;
    this.byText.set(exact, id);
    this.values.push(value.reduced());
    return id;
  }

  value(id: number): Rational {
    return this.values[id] ?? Rational.zero;
  }

  clear(): void {
    this.byText.clear();
    this.values.length = 0;
  }
}
