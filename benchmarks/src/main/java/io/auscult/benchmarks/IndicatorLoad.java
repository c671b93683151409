package io.auscult.benchmarks;

import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorLookup;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Memory of a table of so many indicators, and CPU time of a lookup that finds little: {@code java -Xmx1g -cp ... io.auscult.benchmarks.IndicatorLoad 5000000}. Three tenths addresses, three names, two digests, one URLs, one
 * networks of nine lengths; ids are UUIDs. One thread, always the same values.
 */
public final class IndicatorLoad {
    private static final int VALUES = 1 << 16;
    private static final int LOOKUPS = 1_000_000;

    private final Random random = new Random(1);

    private IndicatorLoad() {}

    public static void main(String[] args) throws InterruptedException {
        new IndicatorLoad().run(Integer.parseInt(args[0]));
    }

    private void run(int count) throws InterruptedException {
        IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        long begin = cpu();
        for (int i = 0; i < count; i++) {
            String id = new UUID(random.nextLong(), random.nextLong()).toString();
            table.put("misp", id, List.of(indicator(i, id)), (each, what) -> {});
        }
        double seconds = (cpu() - begin) / 1e9;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%,d indicators put in %.1f s of CPU; the table takes %.0f MB, the heap %.0f of %.0f MB%n",
                table.size(),
                seconds,
                table.bytes() / 1e6,
                (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
                runtime.maxMemory() / 1e6);
        lookups(new IndicatorLookup(table));
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

    private String address() {
        return IpAddress.ofIpv4(random.nextInt() >>> 1 | 0x01000000).toString();
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
        for (int round = 0; round < 4; round++) {
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
