/**
 * A report as Markdown (CommonMark with GitHub's tables). Pictures are data URLs at the end, so
 * that the text before them stays readable. Pure.
 */
import { never } from '../../../lib/result';
import type { Block, ReportDocument, Section } from './document';

/** Escapes Markdown's special characters. A student's note is text, not markup. */
const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`);

/** Escapes a line that would begin a list, underline a heading or be code. */
const lineText = (line: string): string =>
  escaped(line.trimStart())
    .replace(/^[-+=]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`);

const cell = (text: string): string => escaped(text).replaceAll(/\s*\n\s*/g, ' ');

const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = `| ${columns.map((_, i) => (i === 0 ? '---' : '--:')).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line)].join('\n');
}

/** A code block with a fence that the text does not close. */
const fenced = (text: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
};

/** Collects pictures, and gives each a name to refer to it by. */
class Pictures {
  private readonly sources: string[] = [];

  refer(src: string, alt: string): string {
    this.sources.push(src);
    return `![${cell(alt)}][picture-${this.sources.length}]`;
  }

  get definitions(): string {
    return this.sources.map((src, i) => `[picture-${i + 1}]: ${src}`).join('\n');
  }
}

function blockText(block: Block, pictures: Pictures): string {
  switch (block.kind) {
    case 'text':
      return block.text.split('\n').map(lineText).join('\n');
    case 'facts':
      return block.rows.map(([name, value]) => `- **${escaped(name)}**: ${cell(value)}`).join('\n');
    case 'table':
      return `**${escaped(block.caption)}**\n\n${table(block.columns, block.rows)}`;
    case 'pre':
      return fenced(block.text);
    case 'picture':
      return pictures.refer(block.src, block.alt);
    case 'samples':
      return block.items
        .map(
          ({ src, alt, caption, right }) =>
            `${pictures.refer(src, alt)} ${right ? '✓' : '✕'} ${cell(caption)}`,
        )
        .join('\\\n');
    case 'link':
      return `<${block.href}>`;
    default:
      return never(block);
  }
}

/** Each line of a note stays a line of its own. */
const noteText = (note: string, title: string): string =>
  [`**${escaped(title)}**`, '', ...note.split('\n').map(lineText)]
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

function sectionText(section: Section, number: number, noteTitle: string, pictures: Pictures): string {
  const parts = section.blocks.map((block) => blockText(block, pictures));
  if (section.note !== '') parts.push(noteText(section.note, noteTitle));
  return [`## ${number}. ${escaped(section.title)}`, ...parts].join('\n\n');
}

/** The file's text. */
export function toMarkdown({ title, subtitle, noteTitle, sections, foot }: ReportDocument): string {
  const pictures = new Pictures();
  const body = sections.map((section, i) => sectionText(section, i + 1, noteTitle, pictures));
  return `${[`# ${escaped(title)}`, escaped(subtitle), ...body, '---', escaped(foot), pictures.definitions].join('\n\n').trimEnd()}\n`;
}
