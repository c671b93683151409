package io.auscult.core.capture;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes as they lie in a file, or come through standard input. Unbuffered: the caller reads in large pieces. */
final class PlainInput implements ByteInput {
    private final FileInputStream in;
    private final long size;
    private long position;

    private PlainInput(FileInputStream in, long size) {
        this.in = in;
        this.size = size;
    }

    static PlainInput of(Path file) throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        // A pipe or device has no length to speak of.
        long length = Files.isRegularFile(file) ? in.getChannel().size() : -1;
        return new PlainInput(in, length);
    }

    static PlainInput ofStandardInput() {
        return new PlainInput(new FileInputStream(FileDescriptor.in), -1);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = in.read(bytes, offset, length);
        position += Math.max(n, 0);
        return n;
    }

    @Override
    public boolean isReady() throws IOException {
        return size >= 0 || in.available() > 0;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SourceEnd end() {
        return SourceEnd.COMPLETE;
    }

    @Override
    public String endDetail() {
        return "";
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
