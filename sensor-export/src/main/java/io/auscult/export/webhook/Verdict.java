package io.auscult.export.webhook;

import io.auscult.export.LaterException;
import io.auscult.export.PlainText;
import io.auscult.export.RejectedException;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What an answer means: taken, refused for good, or to be tried again. State is nowhere. */
final class Verdict {
    private static final int MAX_SAID = 200; // UTF-16 units of an answer in a message
    private static final String TEAMS_FAILED = "Webhook message delivery failed"; // with status 200

    private Verdict() {}

    /**
     * Returns when the receiver has taken it.
     *
     * @param type content type of the answer, empty for none
     * @param retryAfter the header, empty for none
     * @param said beginning of the answer, without secrets
     */
    static void judge(Template template, int status, String type, String retryAfter, String said, Instant now)
            throws IOException {
        String answer = "answered " + status + (said.isBlank() ? "" : ": " + PlainText.line(said.strip(), MAX_SAID));
        switch (status) {
            case 429, 503 -> throw busy(answer, retryAfter, now);
            case 400, 409, 411, 413, 415, 422 -> throw new RejectedException(answer);
            case 401, 403 -> throw new IOException(answer + " (look at token, signing_key and url)");
            case 404, 405, 410 -> throw new IOException(answer + " (look at url)");
            case 407 -> throw new IOException(answer + " (the proxy wants a password, which the sensor has none for)");
            default -> {
                if (status / 100 == 3) {
                    throw new IOException(answer + " (it points elsewhere; give url the address it ends at)");
                }
                if (status / 100 != 2) {
                    throw new IOException(answer);
                }
                taken(template, type, said, answer);
            }
        }
    }

    private static IOException busy(String answer, String retryAfter, Instant now) {
        try {
            if (retryAfter.matches("[0-9]{1,9}")) {
                return new LaterException(answer, Duration.ofSeconds(Long.parseLong(retryAfter)));
            }
            if (!retryAfter.isEmpty()) {
                Instant at = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return at.isAfter(now)
                        ? new LaterException(answer, Duration.between(now, at))
                        : new IOException(answer);
            }
        } catch (DateTimeException e) {
            return new IOException(answer); // as if it had not said when
        }
        return new IOException(answer);
    }

    /** A page that a proxy puts in the place of the receiver says 200 too. */
    private static void taken(Template template, String type, String said, String answer) throws IOException {
        switch (template) {
            case SLACK, MATTERMOST -> {
                if (!said.strip().equals("ok")) {
                    throw new IOException(answer + " (expected: ok; look at url)");
                }
            }
            case TEAMS -> {
                if (said.contains(TEAMS_FAILED)) {
                    throw new IOException(answer);
                }
                if (type.startsWith("text/html")) {
                    throw new IOException(answer + " (a page for people; look at url and proxy)");
                }
            }
            case JSON -> {}
        }
    }
}
