package io.auscult.core.protocol.file;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way through a connection: counted, typed by its first bytes, hashed. A parser keeps one for each file that it may read at the
 * same time, says {@link #begin}, gives the content in its order, and says {@link #end}, which writes one {@code files} event. Small while idle; what hashing needs
 * is borrowed from the shard's {@link FileRoom}. On the flow's lane, reused. Work is bounded: a file over {@link FileRoom#MAX_HASHED} bytes, one with a
 * gap, and those for which there is no room or no time have no hashes, and the event says so. The content of {@link WantedFiles} is passed on.
 */
public final class FileStream {
    public static final EventType FILES = EventType.of("files", "A file, or as much of it as was seen, in transit.");
    public static final Field FUID = FILES.text("fuid", "Identifier of the file; other events refer to it.");
    public static final Field SOURCE = FILES.text("source", "The protocol that carried it.");
    public static final Field DEPTH = FILES.count("depth", "How deep it was nested in other parts of its message.");
    public static final Field ANALYZERS = FILES.textList("analyzers", "What was computed over its whole content.");
    public static final Field MIME_TYPE = FILES.text("mime_type", "Type by its first bytes.");
    public static final Field MIME_DECLARED =
            FILES.text("mime_declared", "Type that the protocol declared, where the content does not tell it.");
    public static final Field FILENAME = FILES.text("filename", "Its name, as the protocol told it.");
    public static final Field DURATION = FILES.interval("duration", "From its first byte to its last.");
    public static final Field IS_ORIG = FILES.bool("is_orig", "Whether the originator sent it.");
    public static final Field SEEN_BYTES = FILES.count("seen_bytes", "Bytes of content seen.");
    public static final Field TOTAL_BYTES = FILES.count("total_bytes", "Size that the protocol announced.");
    public static final Field MISSING_BYTES = FILES.count("missing_bytes", "Bytes of content that were not captured.");
    public static final Field OVERFLOW_BYTES =
            FILES.count("overflow_bytes", "Always 0; kept for readers of Zeek's log.");
    public static final Field TIMEDOUT = FILES.bool("timedout", "Whether its end was not seen.");
    public static final Field MD5 = FILES.text("md5", "MD5 of the content.");
    public static final Field SHA1 = FILES.text("sha1", "SHA-1 of the content.");
    public static final Field SHA256 = FILES.text("sha256", "SHA-256 of the content.");
    public static final Field UNHASHED = FILES.text(
            "unhashed",
            "Why there are no hashes: gap, too_large, partial, undecoded, rewritten (a part was written twice), busy (too much to hash at this time), no_room for one"
                    + " more, or off (the configuration asks for none).");
    public static final Field EXTRACTED =
            FILES.text("extracted", "Name of the file that its content was written to; only where that was asked for.");
    public static final Field EXTRACTED_CUTOFF =
            FILES.bool("extracted_cutoff", "Whether what was written lacks something; unextracted says why.");
    public static final Field EXTRACTED_SIZE = FILES.count("extracted_size", "Bytes of content written.");
    public static final Field UNEXTRACTED = FILES.text(
            "unextracted",
            "Why it was not written, or not whole: gap, partial, undecoded, withheld (it may be a login), busy (more than could be passed on at this time), disk"
                    + " (it cannot be written), or the limit of the configuration that was reached: file_size, run_size,"
                    + " minute_size, files, disk_free.");

    /** A piece of a wanted file, on its way to who writes it. */
    public static final EventType CONTENT =
            EventType.internal("file_content", "A piece of the content of a file that is wanted.");

    public static final Field CONTENT_FUID = CONTENT.text("fuid", "Whose content.");
    public static final Field CONTENT_OFFSET = CONTENT.count("offset", "Its place in the file.");
    public static final Field CONTENT_BYTES = CONTENT.text("bytes", "The piece, as it was sent.");

    private static final int MAX_NAME = 1 << 10; // bytes
    private static final int MAX_KEPT_BYTES = 1 << 8; // of memory that a name keeps when idle

    private final String source;
    private final TextSlot name = new TextSlot(MAX_NAME);
    private final TextSlot mimeDeclared = new TextSlot(MAX_NAME);
    private final TextSlot fuid = new TextSlot(FileRoom.FUID_LENGTH);
    private @Nullable FileRoom room;
    private @Nullable FileContent content; // null when there are no hashes and the type is known
    private @Nullable String mimeType;
    private String unhashed = "";
    private boolean open;
    private boolean typed;
    private boolean isOrig;
    private boolean timedOut;
    private int depth;
    private long startNs;
    private long lastNs;
    private long seen;
    private long missing;
    private long total;
    private @Nullable EventWriter out;
    private final FilePassing passing = new FilePassing();

    /** @param source the protocol that carries it, in capitals as Zeek writes it: HTTP, SMB, FTP_DATA, SMTP ... */
    public FileStream(String source) {
        this.source = source;
        reset();
    }

    /** A new file, sent in this direction. What was open before is forgotten. */
    public void begin(StreamView in, EventWriter out) {
        reset();
        open = true;
        this.out = out;
        isOrig = in.isOrig();
        startNs = out.nowNs();
        lastNs = startNs;
        room = in.files();
        room.nameNext(in.connection().uid, fuid);
        room.at(startNs);
        content = room.take();
        passing.begin(room.wanted(), in.connection(), isOrig);
        if (content == null) {
            unhashed = "no_room";
            typed = true;
            passing.decide(null);
        } else if (!room.isHashing()) {
            unhashed = "off";
        } else if (room.allowance() <= 0) {
            unhashed = "busy";
        }
    }

    public boolean isOpen() {
        return open;
    }

    /** The file's name; to be set while it is open. */
    public TextSlot name() {
        return name;
    }

    /** The type that the protocol declared. */
    public TextSlot mimeDeclared() {
        return mimeDeclared;
    }

    /** Its identifier, for other events; set from {@link #begin} to the next {@link #reset}. */
    public TextSlot fuid() {
        return fuid;
    }

    /** Type by content; null while it is not known or when it has none. Stays until the next {@link #begin}. */
    public @Nullable String mimeType() {
        return mimeType;
    }

    /** How deep it is nested in other parts of its message. */
    public void depth(int depth) {
        this.depth = depth;
    }

    /** The size that the protocol announced. */
    public void totalBytes(long bytes) {
        total = bytes;
        if (bytes > FileRoom.MAX_HASHED) {
            stopHashing("too_large");
        } else if (room != null && bytes > room.allowance()) {
            stopHashing("busy");
        }
    }

    /** Bytes of content seen and missing: the place where the next content belongs. */
    public long position() {
        return seen + missing;
    }

    /** More content, behind what came before. */
    public void content(StreamView in, int at, int length) {
        if (at < 0 || length < 0 || length > in.length() - at) {
            throw new IndexOutOfBoundsException(at);
        }
        content(in.array(), in.arrayOffset() + at, length);
    }

    /**
     * Content that belongs at this place of the file: bytes between are missing for the hashes, and what was given before is left out; it is passed on all
     * the same where it fills a gap, or where a writer writes over what it wrote.
     */
    public void content(long offset, StreamView in, int at, int length) {
        if (offset > position()) {
            gap(offset - position());
        }
        int known = (int) Math.clamp(position() - offset, 0, length);
        if (known > 0 && known <= in.length() - at && (isOrig || missing > 0)) {
            if (!typed) {
                type();
            }
            if (isOrig) {
                stopHashing("rewritten");
            }
            passOn(offset, in.array(), in.arrayOffset() + at, known);
        }
        content(in, at + known, length - known);
    }

    /** More content that a parser has decoded. */
    public void content(byte[] bytes, int offset, int length) {
        if (!open || length <= 0) {
            return;
        }
        long at = position();
        seen += length;
        if (out != null) {
            lastNs = out.nowNs();
        }
        if (room != null) {
            room.at(lastNs);
        }
        int inHead = 0;
        if (content != null && !typed) {
            inHead = content.appendHead(bytes, offset, length);
            if (content.headLength() == FileContent.HEAD) {
                type();
            }
        }
        passOn(at + inHead, bytes, offset + inHead, length - inHead);
        if (content == null || room == null) {
            return;
        }
        if (unhashed.isEmpty()) {
            if (seen > FileRoom.MAX_HASHED) {
                stopHashing("too_large");
            } else if (room.allowance() <= 0) {
                stopHashing("busy");
            } else {
                room.spend(length);
                content.update(bytes, offset, length);
            }
        }
        giveBackWhenIdle();
    }

    /** Bytes of content that will never be seen. */
    public void gap(long length) {
        if (!open || length <= 0) {
            return;
        }
        missing += length;
        if (!typed) {
            type();
        }
        stopHashing("gap");
        giveBackWhenIdle();
    }

    private void passOn(long at, byte[] bytes, int offset, int length) {
        if (out != null && passing.isOn()) {
            passing.content(fuid, at, bytes, offset, length, out);
        }
    }

    /** Only a part of the file travels here: hashes would not be those of the file. */
    public void partial() {
        stopHashing("partial");
        passing.lacks("partial");
    }

    /** What follows could not be decoded, or costs too much: the content is known so far only. */
    public void undecoded() {
        stopHashing("undecoded");
        passing.lacks("undecoded");
    }

    /** It ends before its time: what carries it was broken off, or is not followed further. */
    public void brokenOff() {
        passing.lacks("partial");
    }

    /** It may hold a secret that nobody asked for, such as a field of a form: its content is not passed on. */
    public void withhold() {
        passing.withhold();
    }

    /** The file's end was not seen (its connection ended, say). {@link #end} is still to be called. */
    public void timedOut() {
        timedOut = true;
    }

    /** The file is over: writes its event, unless nothing of it was seen. */
    public void end(EventWriter out) {
        if (!open) {
            return;
        }
        if (!typed) {
            type();
        }
        if (total > position()) {
            passing.lacks("partial");
        }
        if (seen > 0 || missing > 0) {
            write(out);
        }
        giveBack();
        open = false;
    }

    private void write(EventWriter out) {
        out.begin(FILES, startNs);
        fuid.to(out, FUID);
        out.set(SOURCE, source);
        out.set(DEPTH, depth);
        boolean hashed = content != null && unhashed.isEmpty();
        out.beginList(ANALYZERS);
        if (hashed) {
            content.writeAnalyzers(out);
        }
        out.endList();
        if (mimeType != null) {
            out.set(MIME_TYPE, mimeType);
        } else if (mimeDeclared.length() > 0) {
            mimeDeclared.to(out, MIME_DECLARED);
        }
        if (name.length() > 0) {
            name.to(out, FILENAME);
        }
        out.set(DURATION, lastNs - startNs);
        out.set(IS_ORIG, isOrig);
        out.set(SEEN_BYTES, seen);
        if (total >= 0) {
            out.set(TOTAL_BYTES, total);
        }
        out.set(MISSING_BYTES, missing);
        out.set(OVERFLOW_BYTES, 0);
        out.set(TIMEDOUT, timedOut);
        if (hashed) {
            content.writeHashes(out);
        } else {
            out.set(UNHASHED, unhashed);
        }
        String lacking = passing.lacking();
        if (lacking != null) {
            out.set(UNEXTRACTED, lacking);
        }
        out.end();
    }

    private void type() {
        typed = true;
        if (content != null) {
            mimeType = content.type();
            passing.decide(mimeType);
            passOn(0, content.head(), 0, content.headLength());
        }
    }

    private void stopHashing(String why) {
        if (unhashed.isEmpty()) {
            unhashed = why;
        }
    }

    private void giveBackWhenIdle() {
        if (typed && !unhashed.isEmpty()) {
            giveBack();
        }
    }

    private void giveBack() {
        if (content != null && room != null) {
            room.give(content);
        }
        content = null;
    }

    /** Bytes kept of its begin while its type is not known. */
    public int kept() {
        return content == null || typed ? 0 : content.headLength();
    }

    /** Forgets everything; nothing is written. */
    public void reset() {
        giveBack();
        room = null;
        out = null;
        open = false;
        typed = false;
        timedOut = false;
        mimeType = null;
        unhashed = "";
        passing.reset();
        depth = 0;
        seen = 0;
        missing = 0;
        total = -1;
        fuid.clear();
        name.clear();
        name.trim(MAX_KEPT_BYTES);
        mimeDeclared.clear();
        mimeDeclared.trim(MAX_KEPT_BYTES);
    }
}
