// Draws one card into the page: window.draw({kind, document, note, time}) where kind is message, modal, home or adaptive.
import { AdaptiveCard, HostConfig } from "adaptivecards";
import MarkdownIt from "markdown-it";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import { Message } from "slack-blocks-to-jsx";
import "slack-blocks-to-jsx/dist/style.css";
import "./draw.css";
import LOGO from "../../bot/web/static/icon.svg";
import webex from "./webex.json";

const NAME = "Comptoir";
const FENCED = /```\n?([^]*?)\n?```/g;

// Slack's "verbatim" leaves words alone that look like links; the drawing library takes it for "no markup at all".
function unbound(part) {
  if (typeof part === "string") return part.replace(FENCED, "```$1```");
  if (part === null || typeof part !== "object") return part;
  if (Array.isArray(part)) return part.map(unbound);
  const kept = Object.entries(part).filter(([name]) => name !== "verbatim");
  return Object.fromEntries(kept.map(([name, value]) => [name, unbound(value)]));
}

function marked(block) {
  if (block.element?.type === "plain_text_input" && !block.element.placeholder) {
    block = { ...block, element: { ...block.element, placeholder: { type: "plain_text", text: " " } } };
  }
  const label = block.label && { ...block.label, text: `${block.label.text} (optional)` };
  return block.type === "input" && block.optional ? { ...block, label } : block;
}

function Blocks({ blocks }) {
  return <Message blocks={blocks.map(unbound).map(marked)} name={NAME} logo={LOGO} theme="light" withoutWrapper />;
}

function SlackMessage({ blocks, note, time }) {
  return (
    <div className="slack message">
      {note && <div className="note">{note}</div>}
      <div className="row">
        <img src={LOGO} alt="" />
        <div className="content">
          <div className="author">
            <b>{NAME}</b> <span className="badge">APP</span> <time>{time}</time>
          </div>
          <Blocks blocks={blocks} />
        </div>
      </div>
    </div>
  );
}

function Modal({ view }) {
  const long = view.blocks.some((block) => block.element?.multiline);
  return (
    <div className="slack modal">
      <header>
        <img src={LOGO} alt="" />
        <b>{view.title.text}</b>
        <span className="cross">✕</span>
      </header>
      <main className={long ? "" : "short"}>
        <Blocks blocks={view.blocks} />
      </main>
      <footer>
        <button>{view.close ? view.close.text : "Close"}</button>
        {view.submit && <button className="submit">{view.submit.text}</button>}
      </footer>
    </div>
  );
}

function Home({ view }) {
  return (
    <div className="slack home">
      <header>
        <img src={LOGO} alt="" /> <b>{NAME}</b>
      </header>
      <nav>
        <b>Home</b> <span>Messages</span> <span>About</span>
      </nav>
      <main>
        <Blocks blocks={view.blocks} />
      </main>
    </div>
  );
}

function drawAdaptive(place, document) {
  const markdown = new MarkdownIt();
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCard();
  card.hostConfig = new HostConfig(webex);
  card.parse(document);
  const frame = place.appendChild(window.document.createElement("div"));
  frame.className = "webex";
  frame.appendChild(card.render());
}

const SURFACES = {
  message: (document, note, time) => <SlackMessage blocks={document} note={note} time={time} />,
  modal: (document) => <Modal view={document} />,
  home: (document) => <Home view={document} />,
};

window.draw = ({ kind, document, note, time }) => {
  const place = window.document.getElementById("card");
  if (kind === "adaptive") {
    drawAdaptive(place, document);
  } else {
    flushSync(() => createRoot(place).render(SURFACES[kind](document, note, time)));
  }
};
