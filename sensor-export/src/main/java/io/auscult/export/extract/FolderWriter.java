package io.auscult.export.extract;

import io.auscult.core.disk.Disk;
import io.auscult.core.disk.DiskRoom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the detect thread hands over, on a thread of its own: pieces of files at their places, then their names. At most {@link #PIECES} pieces are
 * under way, made when first needed; who has none waits or leaves out, as it likes. A file that cannot be written is deleted, and the next one is tried.
 */
final class FolderWriter implements AutoCloseable {
    /** Pieces between the threads. */
    static final int PIECES = 256;

    static final int PIECE = 1 << 15; // bytes

    /** What is to be done. */
    private sealed interface Step {
        record Write(Target target, long offset, ByteBuffer bytes) implements Step {}

        /** @param name null: it is deleted @param once whether what has that name already stays, for it is the same */
        record End(Target target, @Nullable Path name, boolean once) implements Step {}

        enum Signal implements Step {
            LOOK,
            STOP
        }
    }

    private final Disk disk;
    private final DiskRoom room;
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>(); // bounded by the pieces and the open files
    private final BlockingQueue<ByteBuffer> spare = new ArrayBlockingQueue<>(PIECES);
    private final Thread thread;
    private int made; // of the detect thread
    private volatile boolean isLooking;
    private volatile @Nullable String trouble;
    private volatile @Nullable IOException firstFailure;

    FolderWriter(Path folder, Disk disk, long freeBytes) throws IOException {
        this.disk = disk;
        room = new DiskRoom(folder, disk, freeBytes);
        thread = Thread.ofPlatform().daemon().name("auscult-extract").start(this::run);
    }

    /** Whether the disk may be written on. Any thread, as the next two. */
    boolean hasRoom() {
        return room.isThere();
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
     * A piece to fill. On the detect thread, as all below.
     *
     * @param waits whether to wait for one; an interrupt ends that
     * @return null when all are under way
     */
    @Nullable
    ByteBuffer piece(boolean waits) {
        ByteBuffer piece = spare.poll();
        if (piece == null && made < PIECES) {
            made++;
            return ByteBuffer.allocate(PIECE);
        }
        try {
            return piece == null && waits ? spare.take() : piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** @param bytes a piece of {@link #piece}, flipped; it is this writer's again */
    void write(Target target, long offset, ByteBuffer bytes) {
        steps.add(new Step.Write(target, offset, bytes));
    }

    /** The file is over. @param once whether what has that name already stays */
    void end(Target target, Path name, boolean once) {
        steps.add(new Step.End(target, name, once));
    }

    /** The file is not wanted any more. */
    void discard(Target target) {
        steps.add(new Step.End(target, null, false));
    }

    /** Asks the disk again, after it had no room. */
    void lookAgain() {
        if (!room.isThere() && !isLooking) {
            isLooking = true;
            steps.add(Step.Signal.LOOK);
        }
    }

    private void run() {
        try {
            while (true) {
                switch (steps.take()) {
                    case Step.Write step -> {
                        write(step);
                        spare.add(step.bytes.clear());
                    }
                    case Step.End step -> end(step);
                    case Step.Signal.LOOK -> {
                        room.look();
                        isLooking = false;
                    }
                    case Step.Signal.STOP -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does this but the end of the program
        }
    }

    private void write(Step.Write step) {
        Target target = step.target;
        if (target.isFailed) {
            return;
        }
        try {
            FileChannel channel = target.channel;
            if (channel == null) {
                channel = disk.create(target.part);
                target.channel = channel;
            }
            int length = step.bytes.remaining();
            for (long at = step.offset; step.bytes.hasRemaining(); ) {
                at += channel.write(step.bytes, at);
            }
            room.wrote(length);
            trouble = null;
        } catch (IOException e) {
            failed(target, e);
        }
    }

    private void end(Step.End step) {
        Target target = step.target;
        if (target.channel == null || target.isFailed) {
            return;
        }
        try {
            target.channel.close();
            if (step.name == null || step.once && Files.exists(step.name)) {
                Files.deleteIfExists(target.part);
            } else {
                Files.move(target.part, step.name, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            failed(target, e);
        }
    }

    private void failed(Target target, IOException e) {
        target.isFailed = true;
        if (firstFailure == null) {
            firstFailure = e;
        }
        trouble = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        try {
            if (target.channel != null) {
                target.channel.close();
            }
            Files.deleteIfExists(target.part);
        } catch (IOException again) {
            e.addSuppressed(again); // the first reason is the one to tell
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
