package io.auscult.benchmarks;

import com.sun.management.ThreadMXBean;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorKeeper;
import io.auscult.core.indicator.IndicatorLookup;
import io.auscult.core.indicator.IndicatorSink;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.core.indicator.WarningList;
import io.auscult.rules.DetectSettings;
import io.auscult.rules.Detectors;
import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import io.auscult.rules.indicator.Indicators;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.role.Roles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Memory of so many indicators, when they are loaded, given again, all replaced by others, kept and brought back, and CPU time of a lookup that finds little; or of the detect stage with them and without, in turn:
 * {@code java -Xmx1g -cp ... io.auscult.benchmarks.IndicatorLoad 5000000 [CAPTURE...]}. Three tenths addresses, three names, two digests, one URLs, one networks of nine lengths; ids are UUIDs. One thread, always the same
 * values.
 */
public final class IndicatorLoad {
    private static final int VALUES = 1 << 16;
    private static final int LOOKUPS = 1_000_000;
    private static final int ROUNDS = 7;

    private final int count;
    private final IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
    private final IndicatorIntake intake =
            new IndicatorIntake("misp", table, new WarningList(LocalNets.DEFAULT, List.of()), indicator -> {});
    private Random random = new Random(1);

    private IndicatorLoad(int count) {
        this.count = count;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        IndicatorLoad load = new IndicatorLoad(Integer.parseInt(args[0]));
        List<Path> captures = Stream.of(args).skip(1).map(Path::of).toList();
        if (captures.isEmpty()) {
            load.memory();
            load.lookups(new IndicatorLookup(load.table));
        } else {
            load.pull("given", load.new Feed(1));
            load.detect(RecordedEvents.of(captures));
        }
    }

    /** Gives all, the same ones for the same seed. */
    private final class Feed implements IndicatorFeed {
        private final int seed;

        Feed(int seed) {
            this.seed = seed;
        }

        @Override
        public String source() {
            return "misp";
        }

        @Override
        public String settings() {
            return "";
        }

        @Override
        public Duration every() {
            return Duration.ofDays(1);
        }

        @Override
        public Pull pull(String position, IndicatorSink sink) {
            random = new Random(seed);
            for (int i = 0; i < count; i++) {
                String id = new UUID(random.nextLong(), random.nextLong()).toString();
                sink.put(id, List.of(indicator(i, id)));
            }
            return new Pull("1", true);
        }
    }

    private void memory() throws IOException, InterruptedException {
        pull("given first", new Feed(1));
        pull("given again", new Feed(1));
        pull("all others", new Feed(2));
        pull("the first again", new Feed(1));
        Path folder = Files.createTempDirectory("auscult-indicators");
        IndicatorKeeper keeper = new IndicatorKeeper(folder, "misp");
        Feed feed = new Feed(1);
        long begin = cpu();
        keeper.keepNow(feed, intake, "1");
        long written = cpu();
        IndicatorTable second = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        keeper.restore(
                feed, new IndicatorIntake("misp", second, new WarningList(LocalNets.DEFAULT, List.of()), each -> {}));
        say(second, "brought back beside the first", cpu() - written);
        Path file = folder.resolve("misp" + IndicatorKeeper.SUFFIX);
        System.out.printf(
                Locale.ROOT, "kept in %.1f s of CPU: %.0f MB%n", (written - begin) / 1e9, Files.size(file) / 1e6);
        Files.delete(file);
        Files.delete(folder);
    }

    private void pull(String what, Feed feed) throws InterruptedException {
        long begin = cpu();
        intake.pull(feed, "", Instant.now());
        say(table, what, cpu() - begin);
    }

    private static void say(IndicatorTable table, String what, long cpuNs) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            System.gc();
            Thread.sleep(200);
        }
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%s: %,d indicators in %.1f s of CPU; the table takes %.0f MB, the heap %.0f of %.0f MB%n",
                what,
                table.size(),
                cpuNs / 1e9,
                table.bytes() / 1e6,
                (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                runtime.maxMemory() / 1e6);
    }

    /**
     * Each round plays all events to a new detect stage without indicators and to one with them; then, those that the events show being withdrawn, the same again: what is left is the price of looking, without that
     * of alerts.
     */
    private void detect(RecordedEvents recorded) throws IOException {
        IndicatorTable none = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        for (int round = 0; round < ROUNDS; round++) {
            play("none", none, recorded);
            play("with", table, recorded);
        }
        for (Set<String> met = play("with", table, recorded); !met.isEmpty(); met = play("fewer", table, recorded)) {
            met.forEach(id -> table.put("misp", id, List.of(), (each, what) -> {}));
        }
        for (int round = 0; round < ROUNDS; round++) {
            play("none", none, recorded);
            play("unmet", table, recorded);
        }
    }

    /** @return ids of the indicators that were met */
    private static Set<String> play(String what, IndicatorTable with, RecordedEvents recorded) throws IOException {
        Counters counters = new Counters();
        long[] alerts = new long[1];
        Set<String> met = new HashSet<>();
        DetectSettings settings = new DetectSettings(
                GuessLimits.DEFAULT, new LeakedList(LeakedAccounts.NONE), new Indicators(with, false));
        Knowledge knowledge = Knowledge.ofOneRun(Roles.NONE, LocalNets.DEFAULT, counters);
        DetectStage stage = new DetectStage(
                new Detectors().create(settings, knowledge, LocalNets.DEFAULT, counters),
                alert -> {
                    alerts[0]++;
                    Sighting.of(alert).forEach(sighting -> met.add(sighting.sourceId()));
                },
                counters);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long begin = cpu();
        recorded.play(stage, new Event());
        System.out.printf(
                Locale.ROOT,
                "%s: %d ns of CPU an event, %.2f bytes; %,d events, %,d alerts%n",
                what,
                (cpu() - begin) / recorded.count(),
                (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / recorded.count(),
                recorded.count(),
                alerts[0]);
        return met;
    }

    private Indicator indicator(int i, String id) {
        return switch (i % 10) {
            case 0, 1, 2 -> Indicator.of(IndicatorType.ADDRESS, address(), "misp", id);
            case 3, 4, 5 -> Indicator.of(IndicatorType.DOMAIN, "h" + i + "." + word() + ".example", "misp", id);
            case 6 -> Indicator.of(IndicatorType.URL, "http://h" + i + ".example/" + word() + "?id=" + i, "misp", id);
            case 7 -> Indicator.of(IndicatorType.SHA256, digest(32), "misp", id);
            case 8 -> Indicator.of(IndicatorType.MD5, digest(16), "misp", id);
            default -> Indicator.of(IndicatorType.NETWORK, address() + "/" + (20 + random.nextInt(9)), "misp", id);
        };
    }

    /** None that recorded captures or the warning list know. */
    private String address() {
        return IpAddress.ofIpv4(random.nextInt() >>> 8 | 20 + random.nextInt(70) << 24)
                .toString();
    }

    private String word() {
        return Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
    }

    private String digest(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void lookups(IndicatorLookup lookup) {
        byte[][] names = new byte[VALUES][];
        byte[][] digests = new byte[VALUES][];
        long[] addresses = new long[VALUES];
        for (int i = 0; i < VALUES; i++) {
            names[i] = ("www." + word() + ".hospital.example").getBytes(StandardCharsets.US_ASCII);
            digests[i] = digest(16).getBytes(StandardCharsets.US_ASCII);
            addresses[i] = IpAddress.lowOfIpv4(random.nextInt());
        }
        for (int round = 0; round < 3; round++) {
            int hits = 0;
            long begin = cpu();
            for (int i = 0; i < LOOKUPS; i++) {
                hits += lookup.address(0, addresses[i * 7919 & VALUES - 1]) ? 1 : 0;
            }
            long afterAddresses = cpu();
            for (int i = 0; i < LOOKUPS; i++) {
                byte[] name = names[i * 7919 & VALUES - 1];
                hits += lookup.domain(name, 0, name.length) ? 1 : 0;
            }
            long afterNames = cpu();
            for (int i = 0; i < LOOKUPS; i++) {
                byte[] digest = digests[i * 7919 & VALUES - 1];
                hits += lookup.digits(IndicatorType.MD5, digest, 0, digest.length) ? 1 : 0;
            }
            System.out.printf(
                    Locale.ROOT,
                    "CPU ns a lookup: address %d, name %d, digest %d; %d found%n",
                    (afterAddresses - begin) / LOOKUPS,
                    (afterNames - afterAddresses) / LOOKUPS,
                    (cpu() - afterNames) / LOOKUPS,
                    hits);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
