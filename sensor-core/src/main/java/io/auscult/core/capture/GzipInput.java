package io.auscult.core.capture;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Bytes out of gzip (RFC 1952), any number of members one after the other. Inflates straight into the caller's bytes. Bytes that are
 * cut or broken end it after everything before them was given. Used by the capture thread alone; one buffer of {@link #BUFFER} bytes.
 */
final class GzipInput implements ByteInput {
    private static final int BUFFER = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 0x02;
    private static final int EXTRA = 0x04;
    private static final int NAME = 0x08;
    private static final int COMMENT = 0x10;

    private final ByteInput in;
    private final byte[] buffer = new byte[BUFFER];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    private int position;
    private int limit;
    private boolean inMember;
    private SourceEnd end = SourceEnd.OPEN;
    private String endDetail = "";

    GzipInput(ByteInput in) {
        this.in = in;
    }

    static boolean isMagic(int firstBytes) {
        return (firstBytes & 0xFFFF) == 0x8B1F;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (end == SourceEnd.OPEN) {
            if (!inMember) {
                beginMember();
                continue;
            }
            int n = inflate(bytes, offset, length);
            if (n > 0) {
                crc.update(bytes, offset, n);
                return n;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                end(SourceEnd.DAMAGED, "a dictionary is asked for");
            } else if (end == SourceEnd.OPEN && inflater.needsInput()) {
                feed();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) {
        long before = inflater.getBytesWritten();
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            end(SourceEnd.DAMAGED, String.valueOf(e.getMessage()));
            return (int) (inflater.getBytesWritten() - before); // what lies before the damage is there
        }
    }

    private void feed() throws IOException {
        position = limit;
        if (refill()) {
            inflater.setInput(buffer, 0, limit);
        } else {
            end(SourceEnd.TRUNCATED, "it ends in the middle");
        }
    }

    private void beginMember() throws IOException {
        int first = next();
        if (first == 0) {
            passOverZeros();
            return;
        }
        if (first < 0) {
            end = SourceEnd.COMPLETE;
            return;
        }
        int second = next();
        int method = next();
        if (first != 0x1F || (second >= 0 && second != 0x8B) || (method >= 0 && method != DEFLATE)) {
            end(SourceEnd.DAMAGED, "no gzip header");
            return;
        }
        int flags = next();
        pass(6); // time, extra flags, system
        if ((flags & EXTRA) != 0) {
            int low = next();
            pass(low | next() << 8);
        }
        if ((flags & NAME) != 0) {
            passText();
        }
        if ((flags & COMMENT) != 0) {
            passText();
        }
        if ((flags & HEADER_CRC) != 0) {
            pass(2);
        }
        if (position == limit && !refill()) {
            end(SourceEnd.TRUNCATED, "it ends in its header");
            return;
        }
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        crc.reset();
        inMember = true;
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long sum = littleEndianInt();
        long length = littleEndianInt();
        inMember = false;
        if (sum < 0 || length < 0) {
            end(SourceEnd.TRUNCATED, "it ends in its checksum");
        } else if (sum != crc.getValue()) {
            end(SourceEnd.DAMAGED, "its checksum is wrong");
        } else if (length != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            end(SourceEnd.DAMAGED, "its length is wrong");
        }
    }

    /** Tapes and archives fill up with zeros. */
    private void passOverZeros() throws IOException {
        int b = 0;
        while (b == 0) {
            b = next();
        }
        if (b < 0) {
            end = SourceEnd.COMPLETE;
        } else {
            end(SourceEnd.DAMAGED, "no gzip header");
        }
    }

    /** Four bytes, or below 0 at the end. */
    private long littleEndianInt() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int b = next();
            if (b < 0) {
                return -1;
            }
            value |= (long) b << shift;
        }
        return value;
    }

    private void pass(int bytes) throws IOException {
        for (int left = bytes; left > 0 && next() >= 0; left--) {}
    }

    private void passText() throws IOException {
        while (next() > 0) {}
    }

    /** One byte, or -1 at the end. */
    private int next() throws IOException {
        return position < limit || refill() ? buffer[position++] & 0xFF : -1;
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = Math.max(in.read(buffer, 0, buffer.length), 0);
        return limit > 0;
    }

    private void end(SourceEnd how, String detail) {
        end = how;
        endDetail = "gzip: " + detail;
    }

    @Override
    public boolean isReady() throws IOException {
        return !inflater.needsInput() || in.isReady();
    }

    @Override
    public long position() {
        return in.position();
    }

    @Override
    public long size() {
        return in.size();
    }

    @Override
    public SourceEnd end() {
        return end;
    }

    @Override
    public String endDetail() {
        return endDetail;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
