package io.auscult.core.capture;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes out of zstd (RFC 8878), any number of frames one after the other. Bytes that are cut or broken end it after everything before
 * them was given. Used by the capture thread alone; windows of up to 128 MiB, as zstd's own limit has it.
 */
final class ZstdInput implements ByteInput {
    /**
     * Bytes given to the decoder at once. Small, because what one call decoded before it met a broken block is lost: a block of zstd
     * is up to 128 KiB and good or bad as a whole, so that little of this makes no difference.
     */
    private static final int CHUNK = 4096;

    private final ByteInput in;
    private final ZstdInputStreamNoFinalizer frames;
    private boolean inputEnded;
    private SourceEnd end = SourceEnd.OPEN;
    private String endDetail = "";

    ZstdInput(ByteInput in) throws IOException {
        this.in = in;
        try {
            this.frames = new ZstdInputStreamNoFinalizer(new Compressed());
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new IOException("zstd is not available on this machine (" + e.getMessage() + ")", e);
        }
    }

    /** A frame, or one of the frames that are to be passed over. */
    static boolean isMagic(int firstBytes) {
        return firstBytes == 0xFD2FB528 || (firstBytes & 0xFFFF_FFF0) == 0x184D2A50;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (end != SourceEnd.OPEN) {
            return -1;
        }
        try {
            int n = frames.read(bytes, offset, length);
            if (n < 0) {
                end = SourceEnd.COMPLETE;
            }
            return n;
        } catch (ZstdIOException e) {
            end = inputEnded ? SourceEnd.TRUNCATED : SourceEnd.DAMAGED;
            endDetail = "zstd: " + (inputEnded ? "it ends in the middle" : e.getMessage());
            return -1;
        }
    }

    /** The file's bytes as the decoder wants them; it never says that some are available, so that nothing decoded is held back. */
    private final class Compressed extends InputStream {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, Math.min(length, CHUNK));
            inputEnded = n < 0;
            return n;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }
    }

    @Override
    public boolean isReady() throws IOException {
        return frames.available() > 0 || in.isReady();
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
        frames.close();
        in.close();
    }
}
