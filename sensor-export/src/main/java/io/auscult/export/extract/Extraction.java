package io.auscult.export.extract;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.disk.Disk;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.export.OutputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Extracts files: takes their content out of the events, keeps the limits, hands what may be written to a {@link FolderWriter}, and says in the {@code files}
 * event what became of it. On the detect thread, which sees all lanes' events in one order: which files are written does not depend on the number of lanes. At most {@link #MAX_OPEN}
 * files are followed at the same time; the longest idle gives way, and so does one that is silent for {@link #MAX_IDLE_NS}.
 */
public final class Extraction implements EventJoiner, AutoCloseable {
    public static final int MAX_OPEN = 512;

    private static final long MAX_IDLE_NS = 3_600_000_000_000L; // of packet time
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final String PART = ".part";

    private final ExtractSettings settings;
    private final Counters counters;
    private final FolderWriter writer;
    private final Extensions extensions = new Extensions();
    private final LinkedHashMap<String, OpenExtract> open = new LinkedHashMap<>(64, 0.75f, true); // by fuid, idle first
    private long runBytes;
    private long files;
    private long minute;
    private long minuteBytes;

    private Extraction(ExtractSettings settings, Counters counters, FolderWriter writer) {
        this.settings = settings;
        this.counters = counters;
        this.writer = writer;
    }

    /**
     * @param counters of the detect thread
     * @throws OutputException the folder cannot be written, or a replay would begin without room for it
     */
    public static Extraction into(ExtractSettings settings, Counters counters) throws OutputException {
        return into(settings, counters, Disk.REAL);
    }

    static Extraction into(ExtractSettings settings, Counters counters, Disk disk) throws OutputException {
        Path folder = settings.folder();
        try {
            disk.makeFolder(folder);
            if (!Files.isWritable(folder)) {
                throw new IOException("Permission denied");
            }
            deleteParts(folder);
            long free = disk.free(folder);
            if (settings.waits() && free < settings.freeBytes()) {
                throw new IOException((free >> 20) + " MiB free on its disk (expected: extract.disk_free, "
                        + (settings.freeBytes() >> 20) + " MiB)");
            }
            return new Extraction(settings, counters, new FolderWriter(folder, disk, settings.freeBytes()));
        } catch (IOException e) {
            throw new OutputException(folder.toString(), e);
        }
    }

    /** What a run that did not end by itself has left. */
    private static void deleteParts(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "F???????????" + PART)) {
            for (Path part : parts) {
                Files.delete(part);
            }
        }
    }

    @Override
    public boolean wants(EventType type) {
        return type == FileStream.CONTENT || type == FileStream.FILES;
    }

    @Override
    public void onEvent(Event event, EventWriter out) {
        if (event.is(FileStream.CONTENT)) {
            content(event);
        }
    }

    private void content(Event event) {
        String fuid = text(event, FileStream.CONTENT_FUID);
        OpenExtract file = open.get(fuid);
        if (file == null) {
            file = begin(fuid);
        }
        file.lastNs = event.timestampNs();
        if (file.stopped != null) {
            return;
        }
        int length = event.length(FileStream.CONTENT_BYTES);
        String limit = limit(file, event.timestampNs(), length);
        if (limit != null) {
            file.stop(limit);
            return;
        }
        ByteBuffer piece = writer.piece(settings.waits());
        if (piece == null) {
            file.stop("busy");
            return;
        }
        long offset = event.number(FileStream.CONTENT_OFFSET);
        if (!file.extents.add(offset, offset + length)) {
            file.stop("gap");
        }
        Target target = file.target;
        if (target == null) {
            files++;
            target = new Target(settings.folder().resolve(fuid + PART));
            file.target = target;
        }
        runBytes += length;
        minuteBytes += length;
        counters.add(Counter.BYTES_EXTRACTED, length);
        writer.write(
                target,
                offset,
                piece.put(event.bytes(), event.offset(FileStream.CONTENT_BYTES), length)
                        .flip());
    }

    private OpenExtract begin(String fuid) {
        if (open.size() == MAX_OPEN) {
            Iterator<OpenExtract> all = open.values().iterator();
            abandon(all.next());
            all.remove();
        }
        OpenExtract file = new OpenExtract();
        open.put(fuid, file);
        return file;
    }

    /** The limit that this piece would break, or null. */
    private @Nullable String limit(OpenExtract file, long nowNs, int length) {
        if (nowNs / MINUTE_NS != minute) {
            minute = nowNs / MINUTE_NS;
            minuteBytes = 0;
        }
        if (file.target == null && files == settings.files()) {
            return "files";
        }
        if (runBytes + length > settings.runBytes()) {
            return "run_size";
        }
        if (minuteBytes + length > settings.minuteBytes()) {
            return "minute_size";
        }
        return writer.hasRoom() ? null : "disk_free";
    }

    private void abandon(OpenExtract file) {
        counters.increment(Counter.FILES_UNEXTRACTED);
        if (file.target != null) {
            writer.discard(file.target);
        }
    }

    @Override
    public void enrich(Event event) {
        if (event.is(FileStream.FILES)) {
            OpenExtract file = open.remove(text(event, FileStream.FUID));
            if (file != null) {
                end(event, file);
            }
        }
    }

    /** What became of it: the first thing that went wrong, here or where it was read. */
    private void end(Event event, OpenExtract file) {
        Target target = file.target;
        String lacking = event.text(FileStream.UNEXTRACTED);
        if (target != null && target.isFailed) {
            lacking = "disk";
        } else if (file.stopped != null) {
            lacking = file.stopped;
        } else if (lacking == null
                && !file.extents.isWhole(
                        event.number(FileStream.SEEN_BYTES) + event.number(FileStream.MISSING_BYTES))) {
            lacking = "gap";
        }
        if (lacking != null) {
            byte[] why = lacking.getBytes(StandardCharsets.ISO_8859_1);
            event.attach(FileStream.UNEXTRACTED, why, why.length);
        }
        if (target == null || target.isFailed || lacking != null && !settings.keepsIncomplete()) {
            abandon(file);
            return;
        }
        String name = name(event, lacking != null);
        writer.end(target, settings.folder().resolve(name), settings.names() == ExtractSettings.Naming.SHA256);
        counters.increment(lacking == null ? Counter.FILES_EXTRACTED : Counter.FILES_EXTRACTED_PARTLY);
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        event.attach(FileStream.EXTRACTED, text, text.length);
        event.attach(FileStream.EXTRACTED_CUTOFF, lacking == null ? 0 : 1);
        event.attach(FileStream.EXTRACTED_SIZE, file.extents.size());
    }

    /** Made of what the sensor says alone: protocol and identifier, or digest; extension by content. */
    private String name(Event event, boolean incomplete) {
        String extension = extensions.of(event.text(FileStream.MIME_TYPE));
        if (incomplete) {
            return text(event, FileStream.SOURCE) + "-" + text(event, FileStream.FUID) + "." + extension
                    + ".incomplete";
        }
        boolean byDigest = settings.names() == ExtractSettings.Naming.SHA256 && event.has(FileStream.SHA256);
        return (byDigest
                        ? text(event, FileStream.SHA256)
                        : text(event, FileStream.SOURCE) + "-" + text(event, FileStream.FUID))
                + "." + extension;
    }

    private static String text(Event event, Field field) {
        String text = event.text(field);
        return text == null ? "" : text;
    }

    @Override
    public void onTime(long nowNs, EventWriter out) {
        writer.lookAgain();
        Iterator<Map.Entry<String, OpenExtract>> all = open.entrySet().iterator();
        while (all.hasNext()) {
            OpenExtract file = all.next().getValue();
            if (nowNs - file.lastNs < MAX_IDLE_NS) {
                return;
            }
            abandon(file);
            all.remove();
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        open.values().forEach(this::abandon);
        open.clear();
    }

    /** Why files cannot be written at this time; null when they can. Any thread. */
    public @Nullable String trouble() {
        String trouble = writer.trouble();
        return trouble == null && !writer.hasRoom()
                ? "less than " + (settings.freeBytes() >> 20) + " MiB (extract.disk_free) free on the disk of "
                        + settings.folder()
                : trouble;
    }

    /** After the last event: all is on the disk. @throws OutputException a file could not be written */
    public void finish() throws OutputException {
        writer.close();
        IOException failure = writer.firstFailure();
        if (failure != null) {
            throw new OutputException(settings.folder().toString(), failure);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
