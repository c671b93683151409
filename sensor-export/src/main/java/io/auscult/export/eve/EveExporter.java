package io.auscult.export.eve;

import io.auscult.core.alert.Alert;
import io.auscult.export.Exporter;
import io.auscult.export.JsonLine;
import io.auscult.export.LineOutput;
import io.auscult.export.OutputException;
import io.auscult.export.Receipt;
import io.auscult.export.archive.Archive;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as EVE JSON in a file or on standard output. One thread. A file that is continued is cut back to what was acknowledged, so that
 * a line is never there twice; where nothing is known of that, the ids in it are read and those alerts left out. When the file
 * was renamed or deleted, a new one is begun.
 */
public final class EveExporter implements Exporter {
    private static final int MAX_KNOWN = 1_000_000; // ids remembered of a file; the newest
    private static final int WRITE_AT = 1 << 18; // bytes that wait at most

    private final @Nullable Path file; // null: standard output
    private final boolean continued;
    private final @Nullable Archive archive; // null: the file grows
    private final EveRecord record;
    private final JsonLine lines = new JsonLine(1 << 13);
    private final LinkedHashSet<String> known = new LinkedHashSet<>();
    private @Nullable LineOutput output;
    private String receiver = "";
    private long begunMs; // of the file, on the clock of people
    private boolean isAcknowledged; // all that is in the file, before the next alert

    private EveExporter(
            @Nullable Path file,
            boolean continued,
            @Nullable Archive archive,
            IntFunction<@Nullable String> interfaces) {
        this.file = file;
        this.continued = continued;
        this.archive = archive;
        this.record = new EveRecord(interfaces);
    }

    /** @param interfaces the name of a capture interface by its index, null for none */
    public static EveExporter toStandardOutput(IntFunction<@Nullable String> interfaces) {
        return new EveExporter(null, false, null, interfaces);
    }

    /** A new file in place of an old one, for a replay. */
    public static EveExporter toNewFile(Path file, IntFunction<@Nullable String> interfaces) {
        return new EveExporter(file, false, null, interfaces);
    }

    /** Goes on where a file ends, for a sensor that starts again and for every exporter behind a journal. */
    public static EveExporter toFile(Path file, IntFunction<@Nullable String> interfaces) {
        return toFile(file, null, interfaces);
    }

    /** A file that has its size or its time goes to the archive, with the next alert. */
    public static EveExporter toFile(Path file, @Nullable Archive archive, IntFunction<@Nullable String> interfaces) {
        return new EveExporter(file, true, archive, interfaces);
    }

    @Override
    public String name() {
        return "eve";
    }

    @Override
    public void resume(@Nullable Receipt last) throws OutputException {
        lines.length(0);
        known.clear();
        isAcknowledged = false;
        LineOutput opened = opened();
        if (file == null || !continued) {
            return;
        }
        if (last != null && last.receiver().equals(receiver)) {
            if (last.position() < opened.length()) {
                opened.truncate(last.position());
            }
        } else {
            readIds(file);
        }
    }

    private LineOutput opened() throws OutputException {
        LineOutput known = output;
        if (known == null) {
            begunMs = file == null || archive == null ? 0 : archive.begun(file);
            known = file == null
                    ? LineOutput.standardOutput()
                    : continued ? LineOutput.append(file) : LineOutput.create(file);
            output = known;
            receiver = file == null ? known.name() : identity(file);
        }
        return known;
    }

    /** The path alone would take a new file of the same name for the old one. */
    private static String identity(Path file) {
        String path = file.toAbsolutePath().toString().replace('\n', ' ');
        try {
            return path + " "
                    + Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return path + " gone";
        }
    }

    private void readIds(Path file) throws OutputException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int at = line.indexOf(EveRecord.ID);
                int begin = at + EveRecord.ID.length();
                int end = at < 0 ? -1 : line.indexOf('"', begin);
                if (end > begin) {
                    known.add(line.substring(begin, end));
                    if (known.size() > MAX_KNOWN) {
                        known.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            throw new OutputException(file.toString(), e);
        }
    }

    @Override
    public void deliver(Alert alert) throws OutputException {
        if (isAcknowledged) { // a crash from here on repeats nothing of what is in the file
            isAcknowledged = false;
            rotate();
        }
        if (!known.isEmpty() && known.remove(alert.id())) {
            return;
        }
        record.write(lines, alert);
        if (lines.length() >= WRITE_AT) {
            write();
        }
    }

    private void rotate() throws OutputException {
        if (archive == null || file == null || output == null || output.length() == 0) {
            return;
        }
        if (archive.isDue(begunMs, output.length())) {
            close();
            archive.put(file, begunMs);
            opened();
        }
    }

    @Override
    public Receipt flush() throws OutputException {
        LineOutput opened = write();
        if (file != null && continued) {
            opened.force();
            if (!receiver.equals(identity(file))) { // renamed or deleted: log rotation
                close();
                opened = opened();
            }
        }
        isAcknowledged = true;
        return new Receipt(receiver, file == null ? 0 : opened.length());
    }

    private LineOutput write() throws OutputException {
        LineOutput opened = opened();
        if (lines.length() > 0) {
            try {
                opened.write(lines.bytes(), lines.length());
            } finally {
                lines.length(0);
            }
        }
        return opened;
    }

    @Override
    public void close() throws OutputException {
        LineOutput opened = output;
        output = null;
        if (opened != null) {
            opened.close();
        }
    }
}
