package io.auscult.core.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The functions of libpcap that we call, through the Foreign Function API. Addresses are {@code long}s and native memory is read through
 * {@link #MEMORY}, so that no call allocates. Loaded when a method is first called; call {@link #require} before any other. Each
 * {@code pcap_t} is used by one thread at a time, as libpcap asks.
 */
final class LibPcap {
    static final int OK = 0;
    static final int ERROR = -1;
    static final int ERROR_NO_SUCH_DEVICE = -5;
    static final int ERROR_PERMISSION = -8;
    static final int ERROR_NOT_UP = -9;
    static final int ERROR_PROMISCUOUS_PERMISSION = -11;
    static final int WARNING_PROMISCUOUS_NOT_SUPPORTED = 2;

    static final int NANOSECONDS = 1; // PCAP_TSTAMP_PRECISION_NANO

    /** {@code struct pcap_pkthdr}: seconds, fraction, captured, wire. */
    static final int HEADER_LENGTH = 24; // bytes

    static final int HEADER_CAPTURED = 16;
    static final int HEADER_WIRE = 20;
    static final int PROGRAM_LENGTH = 16; // struct bpf_program
    static final int STATISTICS_LENGTH = 12; // struct pcap_stat

    /** All of native memory; only addresses that libpcap gave, or an arena, are read through it. */
    @SuppressWarnings("restricted")
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private static final int ERROR_BUFFER = 256; // PCAP_ERRBUF_SIZE
    private static final int NETMASK_UNKNOWN = -1;
    private static final String[] NAMES = {"libpcap.so.0.8", "libpcap.so.1", "libpcap.so", "libpcap.A.dylib"};

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong ADDRESS = ValueLayout.JAVA_LONG;

    private LibPcap() {}

    /** @throws IOException libpcap is not on this machine; says which package brings it */
    static void require() throws IOException {
        find(NAMES);
    }

    @SuppressWarnings("restricted")
    static SymbolLookup find(String... names) throws IOException {
        for (String name : names) {
            try {
                return SymbolLookup.libraryLookup(name, Arena.global());
            } catch (IllegalArgumentException e) {
                // Another system has it under another name.
            }
        }
        throw new IOException(
                "libpcap is not installed (expected: package libpcap0.8 on Debian and Ubuntu, libpcap on others)");
    }

    /** The functions, linked once. */
    private static final class Functions {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final SymbolLookup LIBRARY = library();

        static final MethodHandle CREATE = function("pcap_create", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle OPEN_DEAD = function("pcap_open_dead", ADDRESS, INT, INT);
        static final MethodHandle SET_SNAPLEN = function("pcap_set_snaplen", INT, ADDRESS, INT);
        static final MethodHandle SET_PROMISC = function("pcap_set_promisc", INT, ADDRESS, INT);
        static final MethodHandle SET_TIMEOUT = function("pcap_set_timeout", INT, ADDRESS, INT);
        static final MethodHandle SET_BUFFER_SIZE = function("pcap_set_buffer_size", INT, ADDRESS, INT);
        static final MethodHandle SET_PRECISION = function("pcap_set_tstamp_precision", INT, ADDRESS, INT);
        static final MethodHandle GET_PRECISION = function("pcap_get_tstamp_precision", INT, ADDRESS);
        static final MethodHandle ACTIVATE = function("pcap_activate", INT, ADDRESS);
        static final MethodHandle SET_NON_BLOCKING = function("pcap_setnonblock", INT, ADDRESS, INT, ADDRESS);
        static final MethodHandle SELECTABLE = function("pcap_get_selectable_fd", INT, ADDRESS);
        static final MethodHandle DATA_LINK = function("pcap_datalink", INT, ADDRESS);
        static final MethodHandle COMPILE = function("pcap_compile", INT, ADDRESS, ADDRESS, ADDRESS, INT, INT);
        static final MethodHandle SET_FILTER = function("pcap_setfilter", INT, ADDRESS, ADDRESS);
        static final MethodHandle FREE_CODE = function("pcap_freecode", null, ADDRESS);
        static final MethodHandle STATS = function("pcap_stats", INT, ADDRESS, ADDRESS);
        static final MethodHandle GET_ERROR = function("pcap_geterr", ADDRESS, ADDRESS);
        static final MethodHandle CLOSE = function("pcap_close", null, ADDRESS);
        static final MethodHandle NEXT = function("pcap_next_ex", INT, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle OFFLINE_FILTER = function("pcap_offline_filter", INT, ADDRESS, ADDRESS, ADDRESS);

        private static SymbolLookup library() {
            try {
                return find(NAMES);
            } catch (IOException e) {
                throw new IllegalStateException("call require() first", e);
            }
        }

        @SuppressWarnings("restricted")
        private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
            FunctionDescriptor type =
                    result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
            return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type);
        }
    }

    /** {@code pcap_create}: a handle to be set up. @throws IOException in libpcap's words */
    static long create(String device) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ERROR_BUFFER);
            long pcap = (long) call(Functions.CREATE, arena.allocateFrom(device).address(), error.address());
            if (pcap == 0) {
                throw new IOException(text(error.address()));
            }
            return pcap;
        }
    }

    /** {@code pcap_open_dead}: a handle that only compiles filters. */
    static long openDead(int linkType, int snapLength) {
        return (long) call(Functions.OPEN_DEAD, linkType, snapLength);
    }

    static void setSnapLength(long pcap, int bytes) {
        call(Functions.SET_SNAPLEN, pcap, bytes);
    }

    static void setPromiscuous(long pcap, boolean promiscuous) {
        call(Functions.SET_PROMISC, pcap, promiscuous ? 1 : 0);
    }

    /** How long the kernel collects packets before it hands them over. */
    static void setTimeout(long pcap, int milliseconds) {
        call(Functions.SET_TIMEOUT, pcap, milliseconds);
    }

    static void setBufferSize(long pcap, int bytes) {
        call(Functions.SET_BUFFER_SIZE, pcap, bytes);
    }

    /** Asks for nanoseconds; {@link #hasNanoseconds} tells what came of it. */
    static void askNanoseconds(long pcap) {
        call(Functions.SET_PRECISION, pcap, NANOSECONDS);
    }

    static boolean hasNanoseconds(long pcap) {
        return (int) call(Functions.GET_PRECISION, pcap) == NANOSECONDS;
    }

    /** 0, a warning above, or an error below. */
    static int activate(long pcap) {
        return (int) call(Functions.ACTIVATE, pcap);
    }

    static void setNonBlocking(long pcap) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ERROR_BUFFER);
            if ((int) call(Functions.SET_NON_BLOCKING, pcap, 1, error.address()) != OK) {
                throw new IOException(text(error.address()));
            }
        }
    }

    /** A file descriptor that becomes readable when packets are there; -1 for none. */
    static int selectable(long pcap) {
        return (int) call(Functions.SELECTABLE, pcap);
    }

    /** DLT_ value, which is the LINKTYPE_ value for all that {@link LinkType#normal} does not mend. */
    static int dataLink(long pcap) {
        return (int) call(Functions.DATA_LINK, pcap);
    }

    /**
     * Compiles a filter expression.
     *
     * @param program where the program is put, {@link #PROGRAM_LENGTH} bytes; to be freed
     * @throws IOException what is wrong with it, in libpcap's words
     */
    static void compile(long pcap, long program, String expression) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(expression).address();
            if ((int) call(Functions.COMPILE, pcap, program, text, 1, NETMASK_UNKNOWN) != OK) {
                throw new IOException(lastError(pcap));
            }
        }
    }

    static void setFilter(long pcap, long program) throws IOException {
        if ((int) call(Functions.SET_FILTER, pcap, program) != OK) {
            throw new IOException(lastError(pcap));
        }
    }

    static void freeCode(long program) {
        call(Functions.FREE_CODE, program);
    }

    /** @param statistics where received, dropped by the kernel and dropped by the interface are put, 32 bits each */
    static boolean statistics(long pcap, long statistics) {
        return (int) call(Functions.STATS, pcap, statistics) == OK;
    }

    static String lastError(long pcap) {
        return text((long) call(Functions.GET_ERROR, pcap));
    }

    static void close(long pcap) {
        call(Functions.CLOSE, pcap);
    }

    /**
     * {@code pcap_next_ex}.
     *
     * @param header where the address of the packet's header is put
     * @param data where the address of its bytes is put; both hold until the next call
     * @return 1 for a packet, 0 for none now, below for an error
     */
    static int next(long pcap, long header, long data) {
        try {
            return (int) Functions.NEXT.invokeExact(pcap, header, data);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** {@code pcap_offline_filter}: whether the program takes the packet. */
    static boolean matches(long program, long header, long data) {
        try {
            return (int) Functions.OFFLINE_FILTER.invokeExact(program, header, data) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** For everything that is not called per packet. */
    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** C functions throw nothing: what arrives here is a mistake in the lines above. */
    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("libpcap", e);
    }

    private static String text(long address) {
        return MEMORY.getString(address, StandardCharsets.UTF_8);
    }
}
