package io.auscult.core.protocol.http;

import io.auscult.core.protocol.file.FileRoom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Undoes gzip and deflate (RFC 1950 to 1952) of one body, in any segmentation. Two per parser, reused; the inflater is borrowed from the shard's {@link FileRoom}.
 * Work is bounded by the room's allowance, by {@link FileRoom#MAX_HASHED} bytes of content and by {@link #MAX_RATIO}: a body that swells more is not inflated further.
 */
final class ContentCoding {
    /** Content may be so many times as long as what was transferred, once it is over {@link #FREE} bytes. */
    static final int MAX_RATIO = 100;

    static final int FREE = 1 << 20; // bytes

    private static final int GZIP_HEADER = 10; // bytes
    private static final int MAX_TRIAL = 64; // bytes
    private static final int GZIP_MAGIC = 0x1F8B;
    private static final int EXTRA = 4; // flags of a gzip header
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int CHECKSUM = 2;

    /** Takes what was decoded. */
    @FunctionalInterface
    interface Sink {
        void content(byte[] bytes, int offset, int length);
    }

    /** How far it has come. */
    private enum State {
        NONE,
        /** Two bytes tell what it is, whatever was declared. */
        BEGIN,
        GZIP,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        /** Perhaps deflate without a header: so many bytes are waited for that it can be tried. */
        TRIAL,
        DATA,
        /** The compressed data is over; what follows is a checksum. */
        OVER,
        /** It is not what it is said to be: content is taken as it comes. */
        PLAIN,
        /** It cannot be undone any further. */
        FAILED
    }

    private final Sink sink;
    private final byte[] head = new byte[MAX_TRIAL];
    private State state = State.NONE;
    private int headLength;
    private boolean mayBeRaw;
    private int flags;
    private int skip;
    private long transferred;
    private long content;
    private @Nullable Inflater inflater;
    private @Nullable FileRoom room;

    ContentCoding(Sink sink) {
        this.sink = sink;
    }

    /** @param mayBeRaw whether deflate without any header is meant, when there is none */
    void begin(boolean mayBeRaw, FileRoom room) {
        reset();
        this.mayBeRaw = mayBeRaw;
        this.room = room;
        inflater = room.allowance() > 0 ? room.takeInflater() : null;
        state = inflater == null ? State.FAILED : State.BEGIN;
    }

    /** Whether a body is being undone, or was and could not. */
    boolean isOn() {
        return state != State.NONE;
    }

    /** Whether content is missing that was there. */
    boolean hasFailed() {
        return state == State.FAILED;
    }

    /** Whether more was to come. */
    boolean isUnfinished() {
        return state != State.NONE && state != State.PLAIN && state != State.OVER;
    }

    void data(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        transferred += length;
        while (at < end) {
            switch (state) {
                case BEGIN -> {
                    head[headLength++] = bytes[at++];
                    if (headLength == 2) {
                        begin();
                    }
                }
                case GZIP -> at = gzipHeader(bytes, at, end);
                case EXTRA_LENGTH -> {
                    skip |= (bytes[at++] & 0xFF) << 8 * headLength++;
                    if (headLength == 2) {
                        state = State.EXTRA;
                        nextPart();
                    }
                }
                case EXTRA, CHECKSUM -> {
                    int passed = Math.min(skip, end - at);
                    skip -= passed;
                    at += passed;
                    nextPart();
                }
                case NAME, COMMENT -> {
                    if (bytes[at++] == 0) {
                        skip = 0;
                        nextPart();
                    }
                }
                case TRIAL -> {
                    head[headLength++] = bytes[at++];
                    if (headLength == head.length) {
                        tryRaw();
                    }
                }
                case DATA -> {
                    inflate(bytes, at, end - at);
                    return;
                }
                case PLAIN -> {
                    sink.content(bytes, at, end - at);
                    return;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private void begin() {
        int both = (head[0] & 0xFF) << 8 | head[1] & 0xFF;
        if (both == GZIP_MAGIC) {
            state = State.GZIP;
        } else if ((head[0] & 0xF) == 8 && both % 31 == 0) {
            state = State.DATA; // behind zlib's header
        } else if (mayBeRaw) {
            state = State.TRIAL;
        } else {
            state = State.PLAIN;
            giveBack();
            sink.content(head, 0, headLength);
        }
    }

    /** Its first bytes, as many whatever the segmentation, tell whether this is deflate without a header. */
    private void tryRaw() {
        inflate(head, 0, headLength);
        if (state == State.TRIAL) {
            state = State.DATA;
        }
    }

    /** The body is over: what was waited with is content after all, unless it was whole. */
    void finish() {
        if (state == State.TRIAL) {
            inflate(head, 0, headLength);
        }
        boolean nothing = state == State.TRIAL && inflater != null && inflater.getBytesWritten() == 0;
        if (nothing || state == State.BEGIN && headLength > 0) {
            end(State.PLAIN);
            sink.content(head, 0, headLength);
        }
    }

    private int gzipHeader(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && headLength < GZIP_HEADER) {
            head[headLength++] = bytes[at++];
        }
        if (headLength == GZIP_HEADER) {
            flags = head[3];
            headLength = 0;
            skip = 0;
            state = (flags & EXTRA) != 0 ? State.EXTRA_LENGTH : State.EXTRA;
            nextPart();
        }
        return at;
    }

    /** Steps over the parts of a gzip header that are not there. */
    private void nextPart() {
        if (state == State.EXTRA && skip == 0) {
            state = State.NAME;
            if ((flags & NAME) != 0) {
                flags &= ~NAME;
                return;
            }
        }
        if (state == State.NAME) {
            state = State.COMMENT;
            if ((flags & COMMENT) != 0) {
                flags &= ~COMMENT;
                return;
            }
        }
        if (state == State.COMMENT) {
            state = State.CHECKSUM;
            skip = (flags & CHECKSUM) != 0 ? 2 : 0;
        }
        if (state == State.CHECKSUM && skip == 0) {
            state = State.DATA;
        }
    }

    private void inflate(byte[] bytes, int offset, int length) {
        if (inflater == null || room == null) {
            return;
        }
        byte[] scratch = room.scratch();
        long before = inflater.getBytesWritten();
        inflater.setInput(bytes, offset, length);
        try {
            while (true) {
                int got = inflater.inflate(scratch);
                before += got;
                if (got > 0) {
                    content += got;
                    sink.content(scratch, 0, got);
                }
                if (inflater.finished() || inflater.needsDictionary()) {
                    end(inflater.finished() ? State.OVER : State.FAILED);
                    return;
                }
                if (content > FileRoom.MAX_HASHED
                        || room.allowance() <= 0
                        || content > FREE && content / MAX_RATIO > transferred) {
                    end(State.FAILED);
                    return;
                }
                if (got == 0 || got < scratch.length && inflater.needsInput()) {
                    return;
                }
            }
        } catch (DataFormatException e) { // the library's only way to say so; once a body
            if (state == State.TRIAL && inflater.getBytesWritten() == 0) {
                end(State.PLAIN); // it has not said what it is, and nothing comes of it
                sink.content(bytes, offset, length);
                return;
            }
            sink.content(scratch, 0, (int) (inflater.getBytesWritten() - before));
            end(State.FAILED);
        }
    }

    private void end(State last) {
        state = last;
        giveBack();
    }

    private void giveBack() {
        if (inflater != null && room != null) {
            room.give(inflater);
        }
        inflater = null;
    }

    /** Bytes are missing: nothing that follows can be undone. */
    void gap() {
        if (state != State.PLAIN) {
            end(State.FAILED);
        }
    }

    void reset() {
        giveBack();
        room = null;
        state = State.NONE;
        headLength = 0;
        flags = 0;
        skip = 0;
        transferred = 0;
        content = 0;
    }
}
