package io.auscult.export.webhook;

import io.auscult.export.PlainText;
import io.auscult.export.RejectedException;
import io.auscult.export.http.HttpCaller;
import io.auscult.export.webhook.WebhookAccess.Template;
import java.io.IOException;
import java.time.Instant;

/** What an answer means: taken, refused for good, or to be tried again. State is nowhere. */
final class Verdict {
    private static final int MAX_SAID = 200; // UTF-16 units of an answer in a message
    private static final String TEAMS_FAILED = "Webhook message delivery failed"; // with status 200

    private Verdict() {}

    /**
     * Returns when the receiver has taken it.
     *
     * @param said beginning of the answer, without secrets
     */
    static void judge(Template template, HttpCaller.Answer answer, String said, Instant now) throws IOException {
        int status = answer.status();
        String words = "answered " + status + (said.isBlank() ? "" : ": " + PlainText.line(said.strip(), MAX_SAID));
        switch (status) {
            case 429, 503 -> throw answer.later(words, now, "Retry-After");
            case 400, 409, 411, 413, 415, 422 -> throw new RejectedException(words);
            case 401, 403 -> throw new IOException(words + " (look at token, signing_key and url)");
            case 404, 405, 410 -> throw new IOException(words + " (look at url)");
            case 407 -> throw new IOException(words + " (the proxy wants a password, which the sensor has none for)");
            default -> {
                if (status / 100 == 3) {
                    throw new IOException(words + " (it points elsewhere; give url the address it ends at)");
                }
                if (status / 100 != 2) {
                    throw new IOException(words);
                }
                taken(template, answer.header("Content-Type"), said.strip(), words);
            }
        }
    }

    /** A page that something on the way puts in the place of the receiver says 200 too. */
    private static void taken(Template template, String type, String said, String words) throws IOException {
        boolean isOk = said.equals("ok");
        if ((template == Template.SLACK || template == Template.MATTERMOST) && !isOk) {
            throw new IOException(words + " (expected: ok; look at url)");
        }
        if (type.startsWith("text/html") && said.startsWith("<")) {
            throw new IOException(words + " (a page for people; look at url and proxy)");
        }
        if (template == Template.TEAMS && said.contains(TEAMS_FAILED)) {
            throw new IOException(words);
        }
    }
}
