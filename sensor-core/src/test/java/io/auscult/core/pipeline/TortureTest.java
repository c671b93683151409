package io.auscult.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Captures of the project, and with {@code -Dauscult.exhaustive=true} every real capture for conformance, cut at every byte, with each packet
 * left out once, and reordered: the sensor says the same or names what is missing, and never throws. What cutting costs is printed by an
 * exhaustive run, not judged.
 */
class TortureTest {
    private static final boolean EXHAUSTIVE = Boolean.getBoolean("auscult.exhaustive");
    private static final Path ROOT = Path.of(System.getProperty("auscult.root", ".."));
    private static final Path SHARED = Path.of(System.getProperty("auscult.shared", "../../shared"));

    /** How much is done with a capture. */
    private record Budget(int packets, long cutPackets, int randomCuts, int leftOut, int swaps) {}

    private static final Budget SMALL = new Budget(1000, 10_000, 1, 3, 2);
    private static final Budget LARGE = new Budget(20_000, 400_000, 3, 100, 20);

    private static final int SLOWEST = 10;
    private static final long NOTEWORTHY_NS = 200_000_000; // less says more of the clock than of us

    /** What a capture cut at every byte costs. */
    private record Cost(Path capture, long cpuNs, int pieces) {
        double microseconds() {
            return cpuNs / 1000.0 / pieces;
        }
    }

    @Test
    void shouldSayTheSameOfTheSamplesHoweverTheyAreCutThinnedOrReordered() throws IOException {
        List<Path> captures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("sample-pcaps"), 2)) {
            files.filter(file -> file.getFileName().toString().startsWith("input.pcap"))
                    .sorted()
                    .forEach(captures::add);
        }
        assertThat(captures).hasSizeGreaterThan(100);
        torture(captures, EXHAUSTIVE ? LARGE : SMALL);
    }

    @Test
    void shouldSayTheSameOfRealCaptures() throws IOException {
        Assumptions.assumeTrue(EXHAUSTIVE, "-Dauscult.exhaustive=true runs it");
        Path list = SHARED.resolve("captures/conformance.tsv");
        Assumptions.assumeTrue(Files.exists(list), () -> list + " is not there");
        String match = System.getProperty("auscult.match", "");
        List<Path> captures = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.startsWith("#") && line.contains(match)) {
                captures.add(SHARED.resolve("captures").resolve(line.substring(0, line.indexOf('\t'))));
            }
        }
        torture(captures, LARGE);
    }

    private static void torture(List<Path> captures, Budget budget) {
        List<String> complaints = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        for (Path capture : captures) {
            try {
                for (String complaint : torture(capture, budget, costs)) {
                    complaints.add(capture + ": " + complaint);
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                complaints.add(capture + ": " + e);
            }
        }
        if (EXHAUSTIVE) {
            costs.sort(Comparator.comparingDouble(Cost::microseconds).reversed());
            costs.stream()
                    .limit(SLOWEST)
                    .forEach(c -> System.out.printf(
                            "%.1f us a piece, %d pieces: %s%n", c.microseconds(), c.pieces, c.capture));
        }
        assertThat(complaints.stream().limit(200)).isEmpty();
    }

    private static List<String> torture(Path capture, Budget budget, List<Cost> costs) throws IOException {
        Frames whole = Frames.read(capture, budget.packets);
        Torture torture = new Torture(whole);
        Torture.Said cut = torture.cutElsewhere(1, 0, budget.cutPackets);
        if (cut.cpuNs() > NOTEWORTHY_NS) {
            costs.add(new Cost(
                    capture, cut.cpuNs(), torture.cut(1, 0, budget.cutPackets).size()));
        }
        for (int seed = 1; seed <= budget.randomCuts; seed++) {
            torture.cutElsewhere(0, seed, budget.cutPackets);
        }
        Random random = new Random(whole.count());
        int step = Math.max(1, whole.count() / budget.leftOut);
        for (int i = step == 1 ? 0 : random.nextInt(step); i < whole.count(); i += step) {
            torture.leaveOut(i);
        }
        List<Integer> neighbours = torture.neighbours();
        if (!neighbours.isEmpty()) {
            torture.swap(neighbours);
            int every = Math.max(1, neighbours.size() / budget.swaps);
            for (int i = 0; i < neighbours.size(); i += every) {
                torture.swap(List.of(neighbours.get(i)));
            }
        }
        return torture.complaints();
    }
}
