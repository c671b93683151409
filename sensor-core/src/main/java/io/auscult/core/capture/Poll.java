package io.auscult.core.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** {@code poll(2)} over a few file descriptors: waits until one can be read. Used by the capture thread alone; allocates nothing after construction. */
final class Poll {
    private static final int ENTRY = 8; // struct pollfd: descriptor, events asked for, events that came
    private static final short READABLE = 1; // POLLIN

    @SuppressWarnings("restricted")
    private static final MethodHandle POLL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("poll"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    private final MemorySegment entries;
    private int count;

    Poll(Arena arena, int capacity) {
        entries = arena.allocate((long) ENTRY * capacity, ENTRY);
    }

    void clear() {
        count = 0;
    }

    void add(int descriptor) {
        long at = (long) ENTRY * count++;
        entries.set(ValueLayout.JAVA_INT, at, descriptor);
        entries.set(ValueLayout.JAVA_SHORT, at + 4, READABLE);
    }

    /** Returns when one is readable, broke, or the time is over; a signal may end it early. */
    void await(int milliseconds) {
        try {
            int ready = (int) POLL.invokeExact(entries.address(), (long) count, milliseconds);
            assert ready <= count;
        } catch (Throwable e) {
            throw new IllegalStateException("poll", e);
        }
    }
}
