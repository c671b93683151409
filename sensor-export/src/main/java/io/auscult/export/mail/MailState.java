package io.auscult.export.mail;

import io.auscult.export.notice.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Mails that readers are still owed, and which scheduled report was the last, in a small file. One thread. Of mails the latest {@link #MAX_OWED} are kept, and of them no more than
 * {@link #MAX_CHARACTERS}.
 */
final class MailState {
    static final int MAX_OWED = 50;
    static final int MAX_CHARACTERS = 8_000_000;

    /**
     * A mail that was not taken for some of its readers, for now.
     *
     * @param sinceMs when that was
     */
    record Owed(Letter letter, List<String> readers, long sinceMs) {
        Owed {
            readers = List.copyOf(readers);
        }

        private long characters() {
            Letter.Attached file = letter.attached();
            return (long) letter.text().length()
                    + letter.html().length()
                    + (file == null ? 0 : file.html().length());
        }
    }

    private record Saved(String report, List<Owed> owed) {
        Saved {
            Objects.requireNonNull(report);
            owed = List.copyOf(owed);
        }
    }

    private final StateFile<Saved> file;
    private final List<Owed> owed = new ArrayList<>();
    private String report = "";
    private boolean isRead;
    private boolean isChanged;

    MailState(Path file) {
        this.file = new StateFile<>(file, Saved.class);
    }

    /** The first time: what the file says. Then what is known here is newer, also when it could not be written. */
    void read() throws IOException {
        if (isRead) {
            return;
        }
        Saved saved = file.read();
        if (saved != null) {
            report = saved.report();
            owed.addAll(saved.owed());
        }
        isRead = true;
    }

    /** On the disk, unless nothing has changed. */
    void write() throws IOException {
        if (isChanged) {
            file.write(new Saved(report, List.copyOf(owed)));
            isChanged = false;
        }
    }

    /** The last scheduled report that was sent; empty when none was. */
    String report() {
        return report;
    }

    void reportSent(String key) {
        report = key;
        isChanged = true;
    }

    /** The first ones are given back when there are too many: to be given up. */
    List<Owed> owe(Owed mail) {
        owed.add(mail);
        isChanged = true;
        List<Owed> tooMany = new ArrayList<>();
        while (owed.size() > MAX_OWED
                || owed.stream().mapToLong(Owed::characters).sum() > MAX_CHARACTERS && owed.size() > 1) {
            tooMany.add(owed.removeFirst());
        }
        return tooMany;
    }

    /** In the order they were written. */
    List<Owed> owed() {
        return List.copyOf(owed);
    }

    /** Of this mail only these readers are still owed it; none: nobody is. */
    void paid(Owed mail, List<String> rest) {
        int at = owed.indexOf(mail);
        if (at < 0) {
            return;
        }
        if (rest.isEmpty()) {
            owed.remove(at);
        } else {
            owed.set(at, new Owed(mail.letter(), rest, mail.sinceMs()));
        }
        isChanged = true;
    }
}
