package io.auscult.export.webhook;

import io.auscult.core.alert.Light;
import java.util.List;

/**
 * What a message in a chat says, whatever the chat: texts for people, bounded, in one line each, without anybody's markup. Immutable.
 *
 * @param light colour
 * @param call the colour in words and what it asks of the reader
 * @param title a few words
 * @param happened who did what, what became of it
 * @param todoTitle above {@code todo}
 * @param todo what to do, in order; of a summary what it is about
 * @param facts the rest
 */
record Card(
        Light light,
        String call,
        String title,
        String happened,
        String todoTitle,
        List<String> todo,
        List<Fact> facts) {
    static final int MAX_TITLE = 140; // UTF-16 units; Slack takes 150
    static final int MAX_HAPPENED = 1200;
    static final int MAX_TODO = 6;
    static final int MAX_STEP = 300;
    static final int MAX_FACT = 200;
    static final int MAX_LISTED = 10; // in place of steps
    static final int MAX_LINE = 250;

    record Fact(String name, String value) {}
}
