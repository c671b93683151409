package io.auscult.core.capture;

import java.io.IOException;

/** An input whose first bytes were read already, to see what it is: gives them once more, then the rest. */
final class PrefixedInput implements ByteInput {
    private final byte[] prefix;
    private final ByteInput rest;
    private int given;

    PrefixedInput(byte[] prefix, ByteInput rest) {
        this.prefix = prefix;
        this.rest = rest;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (given == prefix.length) {
            return rest.read(bytes, offset, length);
        }
        int n = Math.min(length, prefix.length - given);
        System.arraycopy(prefix, given, bytes, offset, n);
        given += n;
        return n;
    }

    @Override
    public boolean isReady() throws IOException {
        return given < prefix.length || rest.isReady();
    }

    @Override
    public long position() {
        return rest.position();
    }

    @Override
    public long size() {
        return rest.size();
    }

    @Override
    public SourceEnd end() {
        return rest.end();
    }

    @Override
    public String endDetail() {
        return rest.endDetail();
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
