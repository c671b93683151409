package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.littleEndian;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;

/**
 * What {@link LiveSourceTest} runs in a process of its own, inside a network namespace that nothing else sees: makes veth pairs, listens,
 * sends, and prints what it saw, one {@code name=value} a line.
 */
final class LiveScenario {
    private static final int ETHERNET = 1;
    private static final int IDLE_BLOCKS = 50;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final List<Process> senders = new ArrayList<>();

    private final AtomicLong packets = new AtomicLong();
    private final AtomicLong blocks = new AtomicLong();
    private final AtomicLongArray perInterface = new AtomicLongArray(4);
    private long outOfOrder;
    private long timeWentBack;
    private final long[] nextSequence = new long[4];

    private LiveScenario(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        LiveScenario scenario = new LiveScenario(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "topspeed" -> scenario.topSpeed();
            case "two" -> scenario.twoInterfaces();
            case "gone" -> scenario.gone();
            case "filter" -> scenario.filter();
            case "idle" -> scenario.idle();
            case "open" -> scenario.open(arguments[2]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void topSpeed() throws Exception {
        pair("v");
        try (LiveSource source = LiveSource.open(List.of("v1"), settings(""))) {
            send("v0", capture("sent", 300_000), "--topspeed");
            listen(source, 300_000);
        }
    }

    private void twoInterfaces() throws Exception {
        pair("v");
        pair("w");
        try (LiveSource source = LiveSource.open(List.of("v1", "w1"), settings(""))) {
            send("v0", capture("a", 20_000), "--pps=20000");
            send("w0", capture("b", 10_000), "--pps=10000");
            listen(source, 30_000);
        }
    }

    private void gone() throws Exception {
        pair("v");
        pair("w");
        try (LiveSource source = LiveSource.open(List.of("v1", "w1"), settings(""))) {
            send("v0", capture("a", 1_000), "--topspeed");
            send("w0", capture("b", 1_000), "--topspeed");
            Thread.ofPlatform().start(() -> {
                await("first", () -> perInterface.get(0) == 1_000 && perInterface.get(1) == 1_000);
                run("ip", "link", "del", "v0");
                await("gone", () -> source.gone().size() == 1);
                send("w0", folder.resolve("b"), "--topspeed"); // the other one goes on
                await("second", () -> perInterface.get(1) == 2_000);
                run("ip", "link", "del", "w0");
            });
            listenUntilEnd(source);
        }
    }

    private void filter() throws Exception {
        pair("v");
        try (LiveSource source =
                LiveSource.open(List.of("v1"), settings("ether[17] = 3"))) { // lowest byte of the sequence
            send("v0", capture("a", 2_560), "--topspeed");
            listen(source, 10);
        }
    }

    private void idle() throws Exception {
        pair("v");
        try (LiveSource source = LiveSource.open(List.of("v1"), settings(""))) {
            Thread.ofPlatform().start(() -> {
                await("blocks", () -> blocks.get() >= IDLE_BLOCKS);
                source.stop();
            });
            long begin = System.nanoTime();
            listenUntilEnd(source);
            print("nsABlock", (System.nanoTime() - begin) / blocks.get());
        }
    }

    private void open(String name) throws Exception {
        pair("v");
        try (LiveSource source = LiveSource.open(List.of(name), settings(""))) {
            print("opened", source.notes());
        } catch (IOException e) {
            print("refused", e.getMessage());
        }
    }

    /** Stops the source when everything was sent, and so much of it has come or was counted as lost. */
    private void listen(LiveSource source, long expected) {
        Thread.ofPlatform().start(() -> {
            senders.forEach(LiveScenario::waitFor);
            await("packets", () -> packets.get() + source.droppedByKernel() >= expected);
            source.stop();
        });
        listenUntilEnd(source);
    }

    private void listenUntilEnd(LiveSource source) {
        PacketBlock block = new PacketBlock();
        boolean more = true;
        long lastNs = 0;
        for (long number = 0; more; number++) {
            block.begin(number, packets.get() + 1);
            more = source.fill(block);
            blocks.incrementAndGet();
            for (int i = 0; i < block.count(); i++) {
                see(block, i);
                timeWentBack += block.timestampNs(i) < lastNs ? 1 : 0;
                lastNs = block.timestampNs(i);
            }
        }
        print("packets", packets);
        print("first", perInterface.get(0));
        print("second", perInterface.get(1));
        print("outOfOrder", outOfOrder);
        print("timeWentBack", timeWentBack);
        print("dropped", source.droppedByKernel());
        print("end", source.end());
        print("endDetail", source.endDetail());
        print("notes", source.notes());
    }

    private void see(PacketBlock block, int i) {
        int iface = block.iface(i);
        packets.incrementAndGet();
        perInterface.incrementAndGet(iface);
        long sequence = ByteBuffer.wrap(block.bytes()).getInt(block.offset(i) + 14);
        outOfOrder += sequence < nextSequence[iface] ? 1 : 0;
        nextSequence[iface] = sequence + 1;
    }

    /** Frames of an EtherType for experiments, numbered. */
    private Path capture(String name, int count) throws IOException {
        CaptureBytes file = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, ETHERNET);
        byte[] frame = new byte[60];
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xB5;
        for (int i = 0; i < count; i++) {
            ByteBuffer.wrap(frame).putInt(14, i);
            file.pcapRecord(1_700_000_000L, i, frame.length, frame);
        }
        return Files.write(folder.resolve(name), file.bytes());
    }

    private static LiveSettings settings(String filter) {
        return new LiveSettings(PacketBlock.MAX_PACKET, true, 32 << 20, filter);
    }

    private static void pair(String name) {
        run("ip", "link", "add", name + "0", "type", "veth", "peer", "name", name + "1");
        for (String end : new String[] {name + "0", name + "1"}) {
            run("sysctl", "-qw", "net.ipv6.conf." + end + ".disable_ipv6=1");
            run("ip", "link", "set", end, "up");
        }
    }

    private void send(String iface, Path file, String speed) {
        senders.add(start("tcpreplay", "--quiet", "--intf1=" + iface, speed, file.toString()));
    }

    private static void run(String... command) {
        waitFor(start(command));
    }

    private static Process start(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void waitFor(Process process) {
        try {
            if (process.waitFor() != 0) {
                print("failed", process.info().command().orElse("a command"));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** However slow the machine is; when it does not come at all, the test sees what was printed and the figures until then. */
    private static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (!condition.getAsBoolean()) {
            print("failed", what + ": waited in vain");
        }
    }

    private static void print(String name, Object value) {
        System.out.println(name + "=" + value);
    }
}
