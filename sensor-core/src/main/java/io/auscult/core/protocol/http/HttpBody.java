package io.auscult.core.protocol.http;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.mime.MimeReader;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries: its coding is undone, and the content becomes a file, or a file for each part of a multipart. Two per parser,
 * reused. Nothing is kept of the content.
 */
final class HttpBody {
    private static final int MAX_TYPE = 256; // bytes, as below
    private static final int MAX_NAME = 512;
    private static final int MAX_FILES = 16; // of a message, whose identifiers the http event names
    private static final String SOURCE = "HTTP";

    /** Content-Type and name as the headers tell; to be set before the body begins. */
    final TextSlot contentType = new TextSlot(MAX_TYPE);

    final TextSlot name = new TextSlot(MAX_NAME);

    /** What was carried, one a line: identifiers, names, types. */
    final TextSlot fuids = new TextSlot(MAX_FILES * 13);

    final TextSlot names = new TextSlot(MAX_NAME);
    final TextSlot types = new TextSlot(MAX_NAME);

    private final TextSlot scratch = new TextSlot(MAX_NAME);
    private final FileStream file = new FileStream(SOURCE);
    private final ContentCoding coding = new ContentCoding(this::decoded);
    private @Nullable MimeReader parts; // made with the first multipart
    private @Nullable ContentWatcher watcher;
    private boolean gzip;
    private boolean deflate;
    private boolean multipart;
    private boolean begun;
    private boolean withheld;
    private long announced = -1;
    private long rangeFrom = -1;
    private long rangeTotal = -1;
    private boolean rangeWhole;
    private long length;
    private long earlyGap;

    /** Notes of what is carried, the file that is open included. */
    void addTo(TextSlot fuidLines, TextSlot nameLines, TextSlot typeLines) {
        add(fuidLines, fuids);
        add(nameLines, names);
        add(typeLines, types);
        if (file.isOpen() && !fuids.isFull()) {
            append(fuidLines, file.fuid());
        }
    }

    private static void add(TextSlot lines, TextSlot more) {
        if (more.length() > 0) {
            lines.append(more);
        }
    }

    /** Value of a Content-Encoding header. */
    void coding(HttpLine line) {
        gzip |= line.valueHas("gzip") || line.valueHas("x-gzip");
        deflate |= line.valueHas("deflate");
    }

    /** Value of a Content-Disposition header. */
    void disposition(HttpLine line) {
        line.valueTo(scratch);
        MimeReader.filename(scratch, name);
    }

    /** Value of a Content-Range header: {@code bytes 0-99/1000}. */
    void range(HttpLine line) {
        if (line.isRange()) {
            rangeFrom = line.rangeFrom;
            rangeTotal = line.rangeTotal;
            rangeWhole = line.rangeFrom == 0 && line.rangeTo + 1 == line.rangeTotal;
        }
    }

    /** Length of the body as it is transferred; -1 when it was not told. */
    void announced(long bytes) {
        announced = bytes;
    }

    /** Bytes of content, as far as it could be decoded. */
    long length() {
        return length;
    }

    /** Whether {@link #length} is what was sent. */
    boolean isWhole() {
        return !coding.hasFailed();
    }

    boolean isCoded() {
        return gzip || deflate;
    }

    void content(StreamView in, int at, int size, EventWriter out) {
        if (size <= 0) {
            return;
        }
        if (!begun) {
            begin(in, out);
        }
        if (coding.isOn()) {
            coding.data(in.array(), in.arrayOffset() + at, size);
            if (coding.hasFailed()) {
                file.undecoded();
            }
        } else {
            decoded(in.array(), in.arrayOffset() + at, size);
        }
    }

    private void begin(StreamView in, EventWriter out) {
        begun = true;
        multipart = MimeReader.isMultipart(contentType);
        if (isCoded()) {
            coding.begin(deflate, in.files());
        }
        if (multipart) {
            if (parts == null) {
                parts = new MimeReader(SOURCE, this::note);
            }
            parts.beginBody(in, contentType, out);
        } else {
            beginFile(in, out);
        }
        if (earlyGap > 0) {
            gap(earlyGap);
        }
    }

    private void beginFile(StreamView in, EventWriter out) {
        file.begin(in, out);
        if (withheld) {
            file.withhold();
        }
        if (name.length() > 0) {
            file.name().append(name);
        }
        if (contentType.length() > 0) {
            file.mimeDeclared().append(contentType);
        }
        if (rangeFrom >= 0) {
            if (rangeTotal > 0) {
                file.totalBytes(rangeTotal);
            }
            if (!rangeWhole) {
                file.partial();
            }
        } else if (announced > 0 && !isCoded()) {
            file.totalBytes(announced);
        }
    }

    /**
     * Who looks at the content of this message as it passes, or null.
     *
     * @param withheld whether the content may be a login: it goes nowhere else
     */
    void watch(@Nullable ContentWatcher watcher, boolean withheld) {
        this.watcher = watcher;
        this.withheld = withheld;
    }

    /** The message breaks off. */
    void brokenOff() {
        if (multipart && parts != null) {
            parts.brokenOff();
        } else {
            file.brokenOff();
        }
    }

    private void decoded(byte[] bytes, int offset, int size) {
        length += size;
        if (watcher != null) {
            watcher.content(bytes, offset, size);
        }
        if (multipart && parts != null) {
            parts.data(bytes, offset, size);
        } else {
            file.content(bytes, offset, size);
        }
    }

    void gap(long size) {
        if (watcher != null) {
            watcher.gap();
        }
        if (!begun) {
            earlyGap += size;
            return;
        }
        if (coding.isOn()) {
            coding.gap();
        }
        length += size;
        if (multipart && parts != null) {
            parts.gap(size);
        } else {
            file.gap(size);
        }
    }

    /** The message is over, or its connection. */
    void end(EventWriter out) {
        coding.finish();
        if (multipart && parts != null) {
            parts.end();
        } else if (file.isOpen()) {
            if (coding.isUnfinished()) {
                file.brokenOff();
            }
            file.end(out);
            note(file);
        }
    }

    /** The message is over and held a password: nothing is said of it, not even a digest that could be guessed at. */
    void forget() {
        file.reset();
    }

    private void note(FileStream ended) {
        if (!fuids.isFull()) {
            append(fuids, ended.fuid());
            if (ended.name().length() > 0) {
                append(names, ended.name());
            }
            String type = ended.mimeType();
            if (type != null) {
                types.append(type);
                types.append((byte) '\n');
            }
        }
    }

    private static void append(TextSlot lines, TextSlot text) {
        lines.append(text);
        lines.append((byte) '\n');
    }

    int kept() {
        return file.kept() + (parts == null ? 0 : parts.kept());
    }

    /** Ready for the next message. */
    void reset() {
        coding.reset();
        file.reset();
        if (parts != null) {
            parts.reset();
        }
        watcher = null;
        withheld = false;
        contentType.clear();
        name.clear();
        fuids.clear();
        names.clear();
        types.clear();
        gzip = false;
        deflate = false;
        multipart = false;
        begun = false;
        announced = -1;
        rangeFrom = -1;
        rangeTotal = -1;
        rangeWhole = false;
        length = 0;
        earlyGap = 0;
    }
}
