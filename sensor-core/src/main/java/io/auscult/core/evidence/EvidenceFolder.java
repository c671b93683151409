package io.auscult.core.evidence;

import io.auscult.core.disk.Disk;
import io.auscult.core.disk.DiskRoom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the detect thread hands over, on a thread of its own: whole pcapng blocks at the ends of files. At most {@link #PIECES} pieces are under
 * way; who has none waits or leaves out, as it likes. A file that cannot be written on is cut back to its last whole block.
 */
final class EvidenceFolder implements AutoCloseable {
    static final int PIECES = 64;
    static final int PIECE = 1 << 16; // bytes, unless a single packet is longer

    /** Names that {@link Evidence} gives. */
    static final String NAMES = "[12]???????T??????Z-*.pcapng";

    private static final String PART = ".part";

    /** What is to be done. */
    private sealed interface Step {
        /** @param bytes to be written; null: nothing more comes for a while, the file is closed */
        record Write(EvidenceFile file, @Nullable ByteBuffer bytes) implements Step {}

        /** @param bytes packets that belong before others */
        record Amend(EvidenceFile file, ByteBuffer bytes) implements Step {}

        enum Signal implements Step {
            LOOK,
            STOP
        }
    }

    private final Path folder;
    private final Disk disk;
    private final DiskRoom room;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>(); // bounded by the pieces and the open files
    private final BlockingQueue<ByteBuffer> spare = new ArrayBlockingQueue<>(PIECES);
    private final Semaphore free = new Semaphore(PIECES);
    private final Thread thread;
    private volatile boolean isLooking;
    private volatile long usedBytes;
    private volatile @Nullable String trouble;
    private volatile @Nullable IOException firstFailure;

    EvidenceFolder(Path folder, Disk disk, long freeBytes) throws IOException {
        this.folder = folder;
        this.disk = disk;
        room = new DiskRoom(folder, disk, freeBytes);
        usedBytes = used();
        thread = Thread.ofPlatform().daemon().name("auscult-evidence").start(this::run);
    }

    private long used() throws IOException {
        long used = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, NAMES)) {
            for (Path file : files) {
                used += Files.size(file);
            }
        }
        return used;
    }

    /** Whether the disk may be written on. Any thread, as the next three. */
    boolean hasRoom() {
        return room.isThere();
    }

    /** Bytes of evidence in the folder when it was last looked at. */
    long usedBytes() {
        return usedBytes;
    }

    /** Why files cannot be written now, or null. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Why a file could not be written, now or before. */
    @Nullable
    IOException firstFailure() {
        return firstFailure;
    }

    /**
     * Room for so many bytes. On the detect thread, as all below.
     *
     * @param waits whether to wait for it; an interrupt ends that
     * @return null when too much is under way
     */
    @Nullable
    ByteBuffer piece(int length, boolean waits) {
        if (!free.tryAcquire()) {
            try {
                if (!waits) {
                    return null;
                }
                free.acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        ByteBuffer piece = length > PIECE ? null : spare.poll();
        return piece != null
                ? piece
                : ByteBuffer.allocate(Math.max(PIECE, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @param bytes a piece of {@link #piece}, flipped; it is this folder's again */
    void write(EvidenceFile file, ByteBuffer bytes) {
        steps.add(new Step.Write(file, bytes));
    }

    /** @param bytes a piece with interfaces and packets as {@link Amendment} wants them, flipped; it is this folder's again */
    void amend(EvidenceFile file, ByteBuffer bytes) {
        steps.add(new Step.Amend(file, bytes));
    }

    /** Nothing is written into it for a while. */
    void rest(EvidenceFile file) {
        steps.add(new Step.Write(file, null));
    }

    /** Asks the disk again, after there was no room. */
    void look() {
        isLooking = true;
        steps.add(Step.Signal.LOOK);
    }

    /** Whether it is still being asked. */
    boolean isLooking() {
        return isLooking;
    }

    private void run() {
        try {
            for (Step step = steps.take(); step != Step.Signal.STOP; step = steps.take()) {
                take(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this but the end of the program
        }
    }

    /** A defect in one step must not end the thread: the detect thread would wait for it. */
    private void take(Step step) {
        try {
            switch (step) {
                case Step.Write write -> handle(write);
                case Step.Amend amend -> handle(amend);
                case Step.Signal.LOOK -> lookAgain();
                case Step.Signal.STOP -> throw new IllegalStateException("asked to stop twice");
            }
        } catch (RuntimeException e) {
            trouble = "a defect of the sensor: " + e;
        }
    }

    private void lookAgain() {
        try {
            room.look();
            recount();
        } finally {
            isLooking = false;
        }
    }

    private void handle(Step.Amend step) {
        try {
            putIn(step.file, step.bytes);
        } finally {
            giveBack(step.bytes);
        }
    }

    private void handle(Step.Write step) {
        ByteBuffer bytes = step.bytes;
        if (bytes == null) {
            close(step.file);
            return;
        }
        try {
            write(step.file, bytes, bytes.remaining());
        } finally {
            giveBack(bytes);
        }
    }

    private void giveBack(ByteBuffer piece) {
        if (piece.capacity() == PIECE) {
            spare.add(piece.clear());
        }
        free.release();
    }

    /** Writes the file anew beside itself; whoever reads it sees the one or the other. */
    private void putIn(EvidenceFile file, ByteBuffer late) {
        if (file.isFailed) {
            return;
        }
        Path part = file.path.resolveSibling(file.path.getFileName() + PART);
        try {
            ByteBuffer was = ByteBuffer.wrap(Files.readAllBytes(file.path)).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer whole = Amendment.merge(was, late);
            int size = whole.remaining();
            try (FileChannel channel = disk.create(part)) {
                while (whole.hasRemaining()) {
                    disk.write(channel, whole, whole.position());
                }
            }
            close(file);
            Files.move(part, file.path, StandardCopyOption.ATOMIC_MOVE);
            file.size = size;
            room.wrote(size);
            trouble = null;
        } catch (IOException e) {
            failed(file, e);
            delete(part, e);
        }
    }

    private static void delete(Path part, IOException reason) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            reason.addSuppressed(e); // the first reason is the one to tell
        }
    }

    private void write(EvidenceFile file, ByteBuffer bytes, int length) {
        if (file.isFailed) {
            return;
        }
        try {
            FileChannel channel = file.channel;
            if (channel == null) {
                channel = file.size == 0 ? disk.create(file.path) : disk.open(file.path);
                file.channel = channel;
            }
            for (long at = file.size; bytes.hasRemaining(); ) {
                at += disk.write(channel, bytes, at);
            }
            file.size += length;
            room.wrote(length);
            trouble = null;
        } catch (IOException e) {
            failed(file, e);
        }
    }

    private void failed(EvidenceFile file, IOException e) {
        file.isFailed = true;
        if (firstFailure == null) {
            firstFailure = e;
        }
        trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        try {
            if (file.channel != null) {
                file.channel.truncate(file.size);
            }
        } catch (IOException again) {
            e.addSuppressed(again); // the first reason is the one to tell
        }
        close(file);
    }

    private void close(EvidenceFile file) {
        FileChannel channel = file.channel;
        file.channel = null;
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            failed(file, e);
        }
    }

    private void recount() {
        try {
            usedBytes = used();
        } catch (IOException e) {
            trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        }
    }

    /** All that was handed over is on the disk when this returns. */
    @Override
    public void close() {
        steps.add(Step.Signal.STOP);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the disk is still to be waited for
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
