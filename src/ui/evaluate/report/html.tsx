/**
 * A report as one HTML file without scripts or requests, with styles and pictures inside. A
 * separate chunk, loaded when a report is made. Page side.
 */
import { renderToStaticMarkup } from 'react-dom/server';
import { never } from '../../../lib/result';
import { Scroll } from '../../shared/Scroll';
import type { Block, ReportDocument, Section } from './document';
import style from './report.css?raw';

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'text':
      return <p>{block.text}</p>;
    case 'facts':
      return (
        <dl>
          {block.rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <TableView {...block} />;
    case 'pre':
      return (
        <Scroll label={block.label}>
          <pre>{block.text}</pre>
        </Scroll>
      );
    case 'picture':
      return <img className="chart" src={pictureSource(block.src)} alt={block.alt} />;
    case 'samples':
      return (
        <ul className="samples">
          {block.items.map(({ src, alt, caption, right }, i) => (
            <li key={`${i}/${caption}`}>
              <img src={pictureSource(src)} alt={alt} width={96} height={96} />
              <span className={right ? 'right' : 'wrong'}>{right ? '✓' : '✕'}</span> {caption}
            </li>
          ))}
        </ul>
      );
    case 'link':
      return (
        <p className="address">
          <a href={webAddress(block.href)}>{block.href}</a>
        </p>
      );
    default:
      return never(block);
  }
}

function TableView({ caption, columns, rows }: Extract<Block, { kind: 'table' }>) {
  return (
    <Scroll label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([head, ...cells], i) => (
            <tr key={`${i}/${head}`}>
              <th scope="row">{head}</th>
              {cells.map((text, k) => (
                <td key={columns[k + 1]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function SectionView({ section, noteTitle }: { readonly section: Section; readonly noteTitle: string }) {
  return (
    <section id={section.id}>
      <h2>{section.title}</h2>
      {section.blocks.map((block, i) => (
        <BlockView key={`${i}/${block.kind}`} block={block} />
      ))}
      {section.note !== '' && (
        <blockquote>
          <b>{noteTitle}</b>
          {'\n'}
          {section.note}
        </blockquote>
      )}
    </section>
  );
}

function Page({ document: report }: { readonly document: ReportDocument }) {
  return (
    <html lang={report.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {/* Whatever a note contains, the file loads nothing and runs nothing. */}
        <meta
          httpEquiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <title>{report.title}</title>
      </head>
      <body>
        <main>
          <header>
            <h1>{report.title}</h1>
            <p>{report.subtitle}</p>
          </header>
          {report.sections.map((section) => (
            <SectionView key={section.id} section={section} noteTitle={report.noteTitle} />
          ))}
          <footer>{report.foot}</footer>
        </main>
      </body>
    </html>
  );
}

/** The file's text. The style sheet is inserted afterwards: React would escape its quotes. */
export const toHtml = (report: ReportDocument): string => {
  const page = renderToStaticMarkup(<Page document={report} />);
  return `<!doctype html>\n${page.replace('</head>', () => `<style>${style}</style></head>`)}\n`;
};

/** Returns `src` if it is a PNG as a data URL. Throws an Error otherwise. */
export function pictureSource(src: string): string {
  if (!/^data:image\/png;base64,[A-Za-z0-9+/=]+$/.test(src))
    throw new Error('A report holds its pictures as PNG');
  return src;
}

/** Returns `href` if it is a web address. Throws an Error otherwise. */
export function webAddress(href: string): string {
  if (!/^https?:\/\//.test(href)) throw new Error(`A report links to no ${href.slice(0, 40)}`);
  return href;
}
