package io.auscult.export.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Light;
import io.auscult.export.webhook.Card.Fact;

/** A card in the words of each chat. State is nowhere. */
final class ChatForms {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String ZERO_WIDTH_SPACE = "\u200b";
    private static final String MARKDOWN = "\\`*_{}[]()#+-.!|~>"; // what a backslash takes the meaning from there

    private ChatForms() {}

    /** An adaptive card (schema 1.4) as the workflow of a Teams channel takes it. Only text runs: nothing in them is read as markup. */
    static ObjectNode teams(Card card) {
        ObjectNode message = JSON.objectNode().put("type", "message");
        ObjectNode content = message.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putNull("contentUrl")
                .putObject("content");
        content.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4")
                .put("fallbackText", card.call());
        content.putObject("msteams").put("width", "Full");
        ArrayNode body = content.putArray("body");
        String colour = switch (card.light()) {
            case RED -> "attention";
            case BLUE -> "accent";
            case GREEN -> "good";
        };
        run(runs(body), card.call()).put("weight", "bolder").put("color", colour);
        run(runs(body), card.title()).put("weight", "bolder").put("size", "large");
        run(runs(body), card.todoTitle()).put("weight", "bolder");
        int number = 0;
        for (String step : card.todo()) {
            run(runs(body), ++number + ". " + step);
        }
        if (!card.happened().isEmpty()) {
            run(runs(body), card.happened());
        }
        for (Fact fact : card.facts()) {
            ArrayNode line = runs(body);
            run(line, fact.name() + ": ").put("weight", "bolder").put("isSubtle", true);
            run(line, fact.value()).put("isSubtle", true);
        }
        return message;
    }

    private static ArrayNode runs(ArrayNode body) {
        return body.addObject().put("type", "RichTextBlock").putArray("inlines");
    }

    private static ObjectNode run(ArrayNode inlines, String text) {
        return inlines.addObject().put("type", "TextRun").put("text", text);
    }

    /** Blocks of plain text, in which Slack reads no markup and nobody is called by name. {@code text} is what a notification shows. */
    static ObjectNode slack(Card card) {
        ObjectNode message = JSON.objectNode().put("text", slackEscaped(card.call() + ": " + card.title()));
        message.put("mrkdwn", false).put("unfurl_links", false).put("unfurl_media", false);
        ArrayNode blocks = message.putArray("blocks");
        plain(blocks.addObject().put("type", "header").putObject("text"), card.title());
        plain(section(blocks), sign(card.light()) + " " + card.call());
        StringBuilder todo = new StringBuilder(card.todoTitle());
        int number = 0;
        for (String step : card.todo()) {
            todo.append('\n').append(++number).append(". ").append(step);
        }
        plain(section(blocks), todo.toString());
        if (!card.happened().isEmpty()) {
            plain(section(blocks), card.happened());
        }
        if (!card.facts().isEmpty()) {
            ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
            for (Fact fact : card.facts()) {
                plain(fields.addObject(), fact.name() + ": " + fact.value());
            }
        }
        return message;
    }

    private static ObjectNode section(ArrayNode blocks) {
        return blocks.addObject().put("type", "section").putObject("text");
    }

    private static void plain(ObjectNode node, String text) {
        node.put("type", "plain_text").put("text", text).put("emoji", false);
    }

    /** The three characters that control Slack's own text. */
    static String slackEscaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String sign(Light light) {
        return switch (light) {
            case RED -> "\ud83d\udd34";
            case BLUE -> "\ud83d\udd35";
            case GREEN -> "\ud83d\udfe2";
        };
    }

    /** An attachment in Markdown, in which every text of ours or of the network is escaped. */
    static ObjectNode mattermost(Card card) {
        ObjectNode message = JSON.objectNode();
        ObjectNode attachment = message.putArray("attachments").addObject();
        attachment.put("fallback", markdownEscaped(card.call() + " - " + card.title()));
        attachment.put(
                "color",
                switch (card.light()) {
                    case RED -> "#c62828";
                    case BLUE -> "#1565c0";
                    case GREEN -> "#2e7d32";
                });
        attachment.put("title", markdownEscaped(card.title()));
        StringBuilder text = new StringBuilder("**")
                .append(markdownEscaped(card.call()))
                .append("**\n\n**")
                .append(markdownEscaped(card.todoTitle()))
                .append("**\n");
        int number = 0;
        for (String step : card.todo()) {
            text.append(++number).append(". ").append(markdownEscaped(step)).append('\n');
        }
        attachment.put(
                "text",
                text.append('\n').append(markdownEscaped(card.happened())).toString());
        ArrayNode fields = attachment.putArray("fields");
        for (Fact fact : card.facts()) {
            fields.addObject()
                    .put("short", true)
                    .put("title", markdownEscaped(fact.name()))
                    .put("value", markdownEscaped(fact.value()));
        }
        return message;
    }

    /** A backslash before what means something; names after @ and pages are cut with a space of no width, since those need no markup. */
    static String markdownEscaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (MARKDOWN.indexOf(c) >= 0) {
                out.append('\\').append(c);
            } else if (c == '@') {
                out.append(c).append(ZERO_WIDTH_SPACE);
            } else {
                out.append(c);
            }
        }
        return out.toString()
                .replace("://", ":" + ZERO_WIDTH_SPACE + "//")
                .replace("www\\.", "www" + ZERO_WIDTH_SPACE + "\\.");
    }
}
