package io.auscult.export.syslog;

import io.auscult.core.disk.WholeFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * What {@link ResendWindow} holds, on the disk: a sensor that is killed, or whose machine is, finds it again. Messages are added at the end; when the file has grown to twice the
 * window it is written anew with what the window has. One thread.
 */
final class ResendFile {
    private static final int MAX_LENGTH = 2 * ResendWindow.MAX_BYTES;

    private final Path file;
    private boolean isWhole; // what it holds is what was given, up to its end
    private long length;

    ResendFile(Path file) {
        this.file = file;
    }

    /** Its messages, oldest first, without those that were old when the last one was taken. What is damaged, and what follows, is left out. */
    List<byte[]> read() throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > 2 * MAX_LENGTH) {
            return List.of();
        }
        ArrayDeque<ResendWindow.Taken> all = new ArrayDeque<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            while (true) {
                int size = in.readInt();
                long atNs = in.readLong();
                int check = in.readInt();
                byte[] message = size < 0 || size > SyslogSettings.MAX_BYTES ? new byte[0] : in.readNBytes(size);
                if (message.length != size || check(message) != check) {
                    break;
                }
                all.add(new ResendWindow.Taken(message, atNs));
            }
        } catch (EOFException e) { // the usual end
            isWhole = false;
        }
        List<byte[]> messages = new ArrayList<>();
        for (ResendWindow.Taken each : all) {
            if (all.getLast().atNs() - each.atNs() <= TcpLink.OTHERWISE.toNanos()) {
                messages.add(each.message());
            }
        }
        return messages;
    }

    /** On the disk on return: these, and before them what the window holds. */
    void add(List<byte[]> messages, long nowNs, ResendWindow window) throws IOException {
        if (messages.isEmpty()) {
            return;
        }
        if (!isWhole || length > MAX_LENGTH) {
            replace(window);
            return;
        }
        isWhole = false;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] message : messages) {
            write(out, message, nowNs);
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes.toByteArray());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        }
        length += bytes.size();
        isWhole = true;
    }

    /** On the disk on return: what the window holds, and nothing else. */
    void replace(ResendWindow window) throws IOException {
        isWhole = false;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (ResendWindow.Taken each : window.taken()) {
            write(out, each.message(), each.atNs());
        }
        WholeFile.replace(file, bytes.toByteArray());
        length = bytes.size();
        isWhole = true;
    }

    /** Nothing is in doubt. */
    void delete() throws IOException {
        if (!isWhole || length > 0) {
            Files.deleteIfExists(file);
            length = 0;
            isWhole = true;
        }
    }

    private static void write(DataOutputStream out, byte[] message, long atNs) throws IOException {
        out.writeInt(message.length);
        out.writeLong(atNs);
        out.writeInt(check(message));
        out.write(message);
    }

    private static int check(byte[] message) {
        CRC32 crc = new CRC32();
        crc.update(message);
        return (int) crc.getValue();
    }
}
