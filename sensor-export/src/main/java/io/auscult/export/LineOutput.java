package io.auscult.export;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines, or standard output. One thread. Takes whole lines only; when a write fails in the middle, a regular file is cut
 * back to its last whole line, so that readers never meet half of one.
 */
public final class LineOutput implements AutoCloseable {
    private static final int TAIL = 1 << 16; // bytes looked at a time when an end of line is searched backwards

    private final String name;
    private final FileChannel channel;
    private final boolean regular;
    private ByteBuffer wrapped = ByteBuffer.allocate(0);
    private long length;

    private LineOutput(String name, FileChannel channel, boolean regular, long length) {
        this.name = name;
        this.channel = channel;
        this.regular = regular;
        this.length = length;
    }

    public static LineOutput standardOutput() {
        return new LineOutput("standard output", new FileOutputStream(FileDescriptor.out).getChannel(), false, 0);
    }

    /** A new file, in place of an old one. */
    public static LineOutput create(Path file) throws OutputException {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return new LineOutput(file.toString(), channel, Files.isRegularFile(file), 0);
        } catch (IOException e) {
            throw new OutputException(file.toString(), e);
        }
    }

    /** Goes on at the end of a file; half a line that a crash left there is cut off. */
    public static LineOutput append(Path file) throws OutputException {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!Files.isRegularFile(file)) {
                return new LineOutput(file.toString(), channel, false, 0);
            }
            LineOutput output = new LineOutput(file.toString(), channel, true, endOfLastLine(channel));
            output.truncate(output.length);
            return output;
        } catch (IOException e) {
            throw new OutputException(file.toString(), e);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(TAIL);
        for (long end = channel.size(); end > 0; ) {
            long start = Math.max(0, end - TAIL);
            piece.clear().limit((int) (end - start));
            while (piece.hasRemaining() && channel.read(piece, start + piece.position()) >= 0) {}
            for (int i = piece.position() - 1; i >= 0; i--) {
                if (piece.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    /** How it is called in messages. */
    public String name() {
        return name;
    }

    /** Bytes in the file up to the end of its last whole line. */
    public long length() {
        return length;
    }

    /** Forgets everything after {@code length} bytes. A file that can only grow (a pipe) stays as it is. */
    public void truncate(long length) throws OutputException {
        if (!regular) {
            return;
        }
        try {
            channel.truncate(length);
            channel.position(length);
            this.length = length;
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    /** Writes whole lines. After an exception none of them is in a regular file. */
    public void write(byte[] lines, int count) throws OutputException {
        if (wrapped.array() != lines) {
            wrapped = ByteBuffer.wrap(lines);
        }
        wrapped.clear().limit(count);
        try {
            if (regular && channel.size() < length) { // somebody emptied the file
                length = channel.size();
                channel.position(length);
            }
            while (wrapped.hasRemaining()) {
                channel.write(wrapped);
            }
            length += count;
        } catch (IOException e) {
            takeBack(e);
            throw new OutputException(name, e);
        }
    }

    private void takeBack(IOException cause) {
        try {
            truncate(length);
        } catch (OutputException e) {
            cause.addSuppressed(e);
        }
    }

    /** Until the lines are on the disk itself. */
    public void force() throws OutputException {
        if (!regular) {
            return;
        }
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }

    @Override
    public void close() throws OutputException {
        if (!regular && name.equals("standard output")) {
            return; // belongs to the process
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new OutputException(name, e);
        }
    }
}
