package io.auscult.core.protocol.mime;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.file.FileStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes one message, or one multipart body, apart from its first byte to its last, however it is cut, and has a {@code files} event written for every
 * part with content that is no container. On the flow's lane, reused. Containers more than {@link #MAX_DEPTH} deep are content; what follows
 * {@link #MAX_PARTS} parts is passed over. The line end before a boundary belongs to the boundary.
 */
public final class MimeReader {
    /** Containers inside each other. */
    public static final int MAX_DEPTH = 8;

    /** Parts of a message. */
    public static final int MAX_PARTS = 500;

    /** Longest header, continuation lines included; the rest is cut. */
    public static final int MAX_LINE = 1 << 13;

    static final int MAX_BOUNDARY = 128; // bytes; RFC 2046 allows 70

    private static final byte[] LINE_END = {'\r', '\n'};

    /** What comes next. */
    private enum State {
        IDLE,
        HEADERS,
        CONTENT,
        /** Before the first part or behind the last one of a container: passed over. */
        BETWEEN
    }

    /** Is told of every part, after its event was written. */
    @FunctionalInterface
    public interface Listener {
        void onPart(FileStream file);

        /** A header of the message itself, not of its parts; continuation lines are joined. */
        default void onHeader(TextSlot header) {}
    }

    private final Listener listener;
    private final FileStream file;
    private final TransferDecoder decoder;
    private final MimeHeader header = new MimeHeader();
    private final TextSlot line = new TextSlot(MAX_LINE); // of headers, or one that may be a boundary
    private final TextSlot pending = new TextSlot(MAX_LINE); // a header that may go on
    private final TextSlot[] boundaries = new TextSlot[MAX_DEPTH];
    private final StreamView where = new StreamView();
    private @Nullable EventWriter out;
    private State state = State.IDLE;
    private int depth; // boundaries in use
    private int parts;
    private int outerDepth;
    private boolean isOuter; // the headers at work are those of the message itself
    private boolean isForm; // parts without a file name are fields
    private boolean lineStart; // nothing of this line was seen, or all of it is kept as perhaps a boundary
    private boolean heldReturn; // line ends that belong to the content, unless a boundary follows
    private boolean heldFeed;

    /**
     * @param source the protocol that carries it, in capitals
     * @param listener is told of every part, after its event was written
     */
    public MimeReader(String source, Listener listener) {
        this.listener = listener;
        file = new FileStream(source);
        decoder = new TransferDecoder(file);
    }

    /** A whole message begins: headers, an empty line, a body. */
    public void beginMessage(StreamView in, EventWriter out) {
        begin(in, out);
        outerDepth = 1;
        enterHeaders();
        isOuter = true;
    }

    /**
     * A body begins whose headers were read by the caller.
     *
     * @param contentType value of its Content-Type header
     */
    public void beginBody(StreamView in, TextSlot contentType, EventWriter out) {
        begin(in, out);
        isForm = contentType.startsWith("multipart/form-data");
        header.clear();
        header.contentType(contentType);
        endHeaders();
    }

    private void begin(StreamView in, EventWriter out) {
        reset();
        where.sub(in, 0, 0);
        this.out = out;
    }

    /** Whether this value of a Content-Type header names a container. */
    public static boolean isMultipart(TextSlot contentType) {
        return MimeHeader.isMultipart(contentType);
    }

    /** Takes the file name out of the value of a Content-Disposition header, if there is one. */
    public static void filename(TextSlot disposition, TextSlot into) {
        MimeHeader.filename(disposition.bytes(), 0, disposition.length(), into);
    }

    /** Whether a message is being read. */
    public boolean isOpen() {
        return state != State.IDLE;
    }

    /** More of the message. */
    public void data(StreamView in, int at, int length) {
        if (at < 0 || length < 0 || length > in.length() - at) {
            throw new IndexOutOfBoundsException(at);
        }
        data(in.array(), in.arrayOffset() + at, length);
    }

    /** More of the message, which the caller has decoded. */
    public void data(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && state != State.IDLE) {
            if (state == State.HEADERS) {
                at = headers(bytes, at, end);
            } else if (depth == 0) {
                content(bytes, at, end - at);
                at = end;
            } else {
                at = lineStart ? perhapsBoundary(bytes, at, end) : restOfLine(bytes, at, end);
            }
        }
    }

    private int headers(byte[] bytes, int from, int end) {
        int feed = indexOfFeed(bytes, from, end);
        line.append(bytes, from, Math.min(feed, end) - from);
        if (feed == end) {
            return end;
        }
        cutReturn();
        boolean isBoundary = depth > 0 && line.startsWith("--") && onBoundary();
        if (!isBoundary) {
            headerLine();
        }
        line.clear();
        line.append(bytes, feed, 0);
        return feed + 1;
    }

    private void headerLine() {
        boolean folded = line.length() > 0 && (line.bytes()[0] == ' ' || line.bytes()[0] == '\t');
        if (folded && pending.isSet()) {
            pending.append(line);
            return;
        }
        endHeader();
        if (line.length() == 0) {
            endHeaders();
        } else {
            pending.append(line);
        }
    }

    private void endHeader() {
        if (pending.isSet()) {
            header.line(pending);
            if (isOuter) {
                listener.onHeader(pending);
            }
            pending.clear();
        }
    }

    private void enterHeaders() {
        state = State.HEADERS;
        isOuter = false;
        header.clear();
        pending.clear();
        line.clear();
        heldReturn = false;
        heldFeed = false;
    }

    private void endHeaders() {
        line.clear();
        lineStart = true;
        if (header.isMultipart() && depth < MAX_DEPTH) {
            if (boundaries[depth] == null) {
                boundaries[depth] = new TextSlot(MAX_BOUNDARY);
            }
            TextSlot boundary = boundaries[depth++];
            boundary.clear();
            boundary.append(header.boundary);
            state = State.BETWEEN;
        } else if (header.isMessage() && depth > 0) {
            enterHeaders();
        } else {
            state = State.CONTENT;
            decoder.begin(header.coding);
        }
    }

    /** Collects a line that begins like a boundary. */
    private int perhapsBoundary(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            if (line.length() >= MAX_BOUNDARY + 6 || line.length() < 2 && bytes[at] != '-') {
                flushLine();
                return at;
            }
            line.append(bytes[at++]);
        }
        if (at == end) {
            return end;
        }
        boolean endsInReturn = line.length() > 0 && line.bytes()[line.length() - 1] == '\r';
        cutReturn();
        if (line.length() >= 2 && onBoundary()) {
            line.clear();
            return at + 1;
        }
        flushLine();
        heldReturn = endsInReturn;
        heldFeed = true;
        lineStart = true;
        return at + 1;
    }

    /** What was kept of this line, and the line end before it, is content. */
    private void flushLine() {
        flushLineEnd();
        if (line.length() > 0) {
            content(line.bytes(), 0, line.length());
        }
        line.clear();
        lineStart = false;
    }

    private void flushLineEnd() {
        if (heldReturn || heldFeed) {
            content(LINE_END, heldReturn ? 0 : 1, (heldReturn ? 1 : 0) + (heldFeed ? 1 : 0));
        }
        heldReturn = false;
        heldFeed = false;
    }

    private int restOfLine(byte[] bytes, int from, int end) {
        int feed = indexOfFeed(bytes, from, end);
        if (heldReturn && feed > from) {
            flushLineEnd(); // it was no line end
        }
        int last = feed;
        if (last > from && bytes[last - 1] == '\r') {
            last--;
        }
        content(bytes, from, last - from);
        heldReturn |= last < feed;
        if (feed == end) {
            return end;
        }
        heldFeed = true;
        lineStart = true;
        line.clear();
        return feed + 1;
    }

    /** Whether the collected line is a boundary; if so, goes on accordingly. */
    private boolean onBoundary() {
        int length = line.length();
        while (length > 0 && (line.bytes()[length - 1] == ' ' || line.bytes()[length - 1] == '\t')) {
            length--;
        }
        for (int level = depth - 1; level >= 0; level--) {
            TextSlot boundary = boundaries[level];
            int size = boundary.length();
            if (length >= size + 2 && Arrays.equals(line.bytes(), 2, 2 + size, boundary.bytes(), 0, size)) {
                boolean closing = length == size + 4 && line.bytes()[size + 2] == '-' && line.bytes()[size + 3] == '-';
                if (closing || length == size + 2) {
                    endPart();
                    goOn(level, closing);
                    return true;
                }
            }
        }
        return false;
    }

    private void goOn(int level, boolean closing) {
        heldReturn = false;
        heldFeed = false;
        if (closing) {
            depth = level;
            state = State.BETWEEN;
            lineStart = true;
        } else if (parts >= MAX_PARTS) {
            depth = 0;
            state = State.BETWEEN;
        } else {
            depth = level + 1;
            enterHeaders();
        }
    }

    private void content(byte[] bytes, int offset, int length) {
        if (state != State.CONTENT || length <= 0) {
            return;
        }
        openFile();
        decoder.content(bytes, offset, length);
    }

    private void openFile() {
        if (!file.isOpen() && out != null) {
            parts++;
            file.begin(where, out);
            file.depth(outerDepth + depth);
            if (isForm && header.name.length() == 0) {
                file.withhold(); // a field, perhaps a password
            }
            if (header.name.length() > 0) {
                file.name().append(header.name);
            }
            if (header.type.length() > 0) {
                file.mimeDeclared().append(header.type);
            }
        }
    }

    private void endPart() {
        if (file.isOpen() && out != null) {
            file.end(out);
            listener.onPart(file);
        }
    }

    /** Bytes of the message are missing. */
    public void gap(long length) {
        switch (state) {
            case HEADERS -> {
                line.clear();
                pending.clear();
            }
            case CONTENT -> {
                flushLine();
                openFile();
                decoder.gap(length);
            }
            default -> line.clear();
        }
        lineStart = false;
    }

    /** The message breaks off; {@link #end} is still to be called. */
    public void brokenOff() {
        file.brokenOff();
    }

    /** The message is over. */
    public void end() {
        if (state == State.CONTENT) {
            boolean isBoundary = lineStart && line.length() >= 2 && onBoundary(); // without its line end
            if (!isBoundary) {
                flushLine();
                endPart();
            }
        } else if (state == State.HEADERS) {
            if (line.length() > 0) {
                cutReturn();
                headerLine();
            }
            endHeader(); // a message without a body
        }
        state = State.IDLE;
        depth = 0;
    }

    private void cutReturn() {
        if (line.length() > 0 && line.bytes()[line.length() - 1] == '\r') {
            line.cut(line.length() - 1);
        }
    }

    private static int indexOfFeed(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Bytes kept of unfinished lines. */
    public int kept() {
        return line.length() + pending.length() + file.kept();
    }

    /** Forgets everything; nothing is written. */
    public void reset() {
        file.reset();
        header.clear();
        line.clear();
        line.trim(256);
        pending.clear();
        pending.trim(256);
        state = State.IDLE;
        depth = 0;
        parts = 0;
        outerDepth = 0;
        isOuter = false;
        isForm = false;
        lineStart = true;
        heldReturn = false;
        heldFeed = false;
        out = null;
    }
}
