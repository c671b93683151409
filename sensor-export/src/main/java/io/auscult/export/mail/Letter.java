package io.auscult.export.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One mail, without who it is from and to. Immutable.
 *
 * @param id what stands before the @ of Message-ID
 * @param references such ids of earlier mails of the thread, the first of them first
 * @param subject one line
 * @param text for those who read plain text
 * @param html the same as a page
 * @param isUrgent whether mail programs shall mark it
 * @param attached a file that goes with it, or null
 */
record Letter(
        String id,
        List<String> references,
        String subject,
        String text,
        String html,
        boolean isUrgent,
        @Nullable Attached attached) {
    /** @param name of the file */
    record Attached(String name, String html) {}

    Letter withoutFile() {
        return new Letter(id, references, subject, text, html, isUrgent, null);
    }
}
