import { formatDay, Rational, toDay } from '#kernel';
import { Column } from './columns.ts';
import { Amounts, Texts } from './interning.ts';
import type { ComparedLine, ReportedLine, Side } from './line.ts';
import { baseUnitOf, type MatchingRules, ourDocumentOf } from './rules.ts';

const OURS = 0;
const THEIRS = 1;

const compareTexts = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** The lines of both sides as rows of numbers, told in our documents, products and units. */
export class Lines {
  private readonly texts = new Texts();
  private readonly amounts = new Amounts();
  private readonly rules: MatchingRules;
  private readonly sides = new Column();
  private readonly days = new Column();
  private readonly documents = new Column();
  private readonly products = new Column();
  private readonly units = new Column();
  private readonly quantities = new Column();
  private readonly prices = new Column();
  private readonly said = {
    document: new Column(),
    line: new Column(),
    product: new Column(),
    quantity: new Column(),
    unitPrice: new Column(),
    net: new Column(),
    unit: new Column(),
    member: new Column(),
    currency: new Column(),
  };
  private positions = new Float64Array(1024);
  private count = 0;

  constructor(rules: MatchingRules) {
    this.rules = rules;
  }

  /** Rows are numbered from 0, those struck out included. */
  get rows(): number {
    return this.count;
  }

  /** Each row is written whole, so that old cells need not be emptied. */
  clear(): void {
    this.count = 0;
    this.texts.clear();
    this.amounts.clear();
  }

  textId(text: string): number {
    return this.texts.idOf(text);
  }

  /** Writes a line into a new row. */
  add(side: Side, line: ReportedLine): number {
    const row = this.count;
    this.count += 1;
    const { texts, said } = this;
    const product = side === 'ours' ? line.product : (this.rules.products.get(line.product) ?? line.product);
    this.sides.set(row, side === 'ours' ? OURS : THEIRS);
    this.days.set(row, toDay(line.date));
    this.documents.set(row, texts.idOf(side === 'ours' ? line.key.document : ourDocumentOf(this.rules, line)));
    this.products.set(row, texts.idOf(product));
    said.document.set(row, texts.idOf(line.key.document));
    said.line.set(row, texts.idOf(line.key.line));
    said.product.set(row, texts.idOf(line.product));
    said.quantity.set(row, texts.idOf(line.quantity));
    said.unitPrice.set(row, texts.idOf(line.unitPrice));
    said.net.set(row, texts.idOf(line.net ?? ''));
    said.unit.set(row, texts.idOf(line.unit ?? ''));
    said.member.set(row, texts.idOf(line.member ?? ''));
    said.currency.set(row, texts.idOf(line.currency ?? ''));
    this.setPosition(row, line.position);
    this.setTerms(row, line, product);
    return row;
  }

  private setPosition(row: number, position: number): void {
    if (row >= this.positions.length) {
      const wider = new Float64Array(this.positions.length * 2);
      wider.set(this.positions);
      this.positions = wider;
    }
    this.positions[row] = position;
  }

  /** The price that is compared is the net amount of one unit; of a line without units (a price credit), the net amount. */
  private setTerms(row: number, line: ReportedLine, product: string): void {
    const { amounts, rules } = this;
    const base = line.unit === undefined || rules.units.size === 0 ? undefined : baseUnitOf(rules.units, product, line.unit);
    this.units.set(row, this.texts.idOf(base?.to ?? line.unit ?? ''));
    let quantity = amounts.parse(line.quantity);
    if (base !== undefined && base.to !== line.unit) quantity = amounts.idOf(amounts.value(quantity).times(base.factor));
    this.quantities.set(row, quantity);
    const units = amounts.value(quantity);
    let price = amounts.parse(line.unitPrice);
    if (units.sign === 0) price = amounts.parse(line.net ?? '0');
    else if (line.net !== undefined) price = amounts.idOf(Rational.parse(line.net).over(units));
    else if (base !== undefined && base.to !== line.unit) price = amounts.idOf(amounts.value(price).over(base.factor));
    this.prices.set(row, price);
  }

  isOurs(row: number): boolean {
    return this.sides.get(row) === OURS;
  }

  side(row: number): Side {
    return this.isOurs(row) ? 'ours' : 'theirs';
  }

  day(row: number): number {
    return this.days.get(row);
  }

  /** Our number of the document, as a number of its text. */
  document(row: number): number {
    return this.documents.get(row);
  }

  lineId(row: number): number {
    return this.said.line.get(row);
  }

  product(row: number): number {
    return this.products.get(row);
  }

  /** 0 where the line names none. */
  unit(row: number): number {
    return this.units.get(row);
  }

  currency(row: number): number {
    return this.said.currency.get(row);
  }

  member(row: number): number {
    return this.said.member.get(row);
  }

  saidUnit(row: number): number {
    return this.said.unit.get(row);
  }

  saidQuantity(row: number): number {
    return this.said.quantity.get(row);
  }

  quantityId(row: number): number {
    return this.quantities.get(row);
  }

  priceId(row: number): number {
    return this.prices.get(row);
  }

  quantity(row: number): Rational {
    return this.amounts.value(this.quantities.get(row));
  }

  price(row: number): Rational {
    return this.amounts.value(this.prices.get(row));
  }

  value(row: number): Rational {
    const quantity = this.quantity(row);
    return quantity.sign === 0 ? this.price(row) : quantity.times(this.price(row));
  }

  position(row: number): number {
    return this.positions[row] ?? 0;
  }

  /** By date, document, line: the order of every tie. Lines 2 and 10 stand as people count. */
  readonly inOrder = (a: number, b: number): number => {
    const { said, texts } = this;
    if (this.days.get(a) !== this.days.get(b)) return this.days.get(a) - this.days.get(b);
    const documents =
      said.document.get(a) === said.document.get(b) ? 0 : compareTexts(texts.text(said.document.get(a)), texts.text(said.document.get(b)));
    if (documents !== 0) return documents;
    const [lineA, lineB] = [texts.text(said.line.get(a)), texts.text(said.line.get(b))];
    if (lineA.length !== lineB.length) return lineA.length - lineB.length;
    return compareTexts(lineA, lineB) || this.sides.get(a) - this.sides.get(b);
  };

  /** The line as it was said. */
  asSaid(row: number): ReportedLine {
    const { said, texts } = this;
    const [net, unit, member, currency] = [said.net, said.unit, said.member, said.currency].map((column) => texts.text(column.get(row)));
    return {
      key: { document: texts.text(said.document.get(row)), line: texts.text(said.line.get(row)) },
      date: formatDay(this.day(row)),
      product: texts.text(said.product.get(row)),
      quantity: texts.text(said.quantity.get(row)),
      unitPrice: texts.text(said.unitPrice.get(row)),
      ...(net ? { net } : {}),
      ...(unit ? { unit } : {}),
      ...(member ? { member } : {}),
      ...(currency ? { currency } : {}),
      position: this.position(row),
    };
  }

  /** The line as it was said, naming our document where it was found to be another than its own. */
  asFound(row: number): ReportedLine {
    const line = this.asSaid(row);
    const document = this.texts.text(this.document(row));
    return this.isOurs(row) || document === line.key.document ? line : { ...line, reference: document };
  }

  /** The line as it was said and as it was compared. */
  read(row: number): ComparedLine {
    const baseUnit = this.texts.text(this.units.get(row));
    const { texts } = this;
    return {
      ...this.asSaid(row),
      compared: {
        document: texts.text(this.document(row)),
        product: texts.text(this.product(row)),
        ...(baseUnit ? { unit: baseUnit } : {}),
        quantity: this.quantity(row).toDecimal(),
        value: this.value(row).toDecimal(),
      },
    };
  }
}
