package io.auscult.core.protocol.file;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/**
 * Passes the content of one wanted file on, as {@link FileStream#CONTENT} events. Part of its {@link FileStream}. Keeps nothing; what is over the
 * file's limit, or finds no room among the events, is left out, and the file says so.
 */
final class FilePassing {
    /** Bytes of one event. */
    static final int PIECE = EventWriter.MAX_TEXT;

    private enum State {
        OFF,
        /** Wanted if its type is, which is not known yet. */
        UNDECIDED,
        ON,
        /** Wanted, but it may hold a secret. */
        WITHHELD
    }

    private WantedFiles wanted = WantedFiles.NONE;
    private State state = State.OFF;
    private @Nullable String lacking;

    void begin(WantedFiles all, ConnectionId c, boolean fromOrig) {
        wanted = all;
        state = all.isBetween(c, fromOrig) ? State.UNDECIDED : State.OFF;
        lacking = null;
    }

    /** @param mimeType null when its content does not tell */
    void decide(@Nullable String mimeType) {
        if (state == State.UNDECIDED) {
            state = wanted.isType(mimeType) ? State.ON : State.OFF;
        }
    }

    boolean isOn() {
        return state == State.ON;
    }

    void withhold() {
        if (state != State.OFF) {
            state = State.WITHHELD;
        }
    }

    /** It is not whole, for this reason; the first one stays. */
    void lacks(String why) {
        if (lacking == null) {
            lacking = why;
        }
    }

    /** Why what was passed on is not the whole file; null when it may be, or when it is not wanted. */
    @Nullable
    String lacking() {
        return state == State.ON ? lacking : state == State.WITHHELD ? "withheld" : null;
    }

    /** Content at this place of the file. */
    void content(TextSlot fuid, long at, byte[] bytes, int offset, int length, EventWriter out) {
        int fits = (int) Math.clamp(wanted.maxBytes() - at, 0, length);
        if (fits < length) {
            lacks("file_size");
        }
        for (int done = 0; done < fits; done += PIECE) {
            int size = Math.min(PIECE, fits - done);
            if (!out.hasSpare(size)) {
                lacks("busy");
                return;
            }
            out.begin(FileStream.CONTENT);
            fuid.to(out, FileStream.CONTENT_FUID);
            out.set(FileStream.CONTENT_OFFSET, at + done);
            out.set(FileStream.CONTENT_BYTES, bytes, offset + done, size);
            out.end();
        }
    }

    void reset() {
        wanted = WantedFiles.NONE;
        state = State.OFF;
        lacking = null;
    }
}
