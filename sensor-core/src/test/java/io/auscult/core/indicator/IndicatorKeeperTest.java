package io.auscult.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.IndicatorTable.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndicatorKeeperTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private Instant now = NOON;
    private final Lines feed = new Lines();
    private WarningList warnings = new WarningList(LocalNets.DEFAULT, List.of());

    /** Gives what a test sets, and counts as its position. */
    private static final class Lines implements IndicatorFeed {
        private List<Indicator> all = List.of();
        private String settings = "https://misp.example";
        private final List<String> asked = new ArrayList<>();

        @Override
        public String source() {
            return "misp";
        }

        @Override
        public String settings() {
            return settings;
        }

        @Override
        public Duration every() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Pull pull(String position, IndicatorSink sink) {
            asked.add(position);
            for (Indicator each : all) {
                sink.put(each.sourceId(), List.of(each));
            }
            return new Pull("after " + asked.size(), false);
        }
    }

    /** One run of the sensor. */
    private final class Run {
        private final IndicatorTable table = new IndicatorTable(Limits.DEFAULT);
        private final List<Indicator> added = new ArrayList<>();
        private final List<Indicator> restored = new ArrayList<>();
        private final IndicatorIntake intake = new IndicatorIntake("misp", table, warnings, added::add, restored::add);
        private final IndicatorKeeper keeper = new IndicatorKeeper(folder, "misp", InstantSource.system());
        private String position = keeper.restore(feed, intake);

        private Run pull() {
            position = intake.pull(feed, position, now);
            return this;
        }

        private Run keep() {
            keeper.keepNow(feed, intake, position);
            return this;
        }

        private List<Indicator> all() {
            List<Indicator> all = new ArrayList<>();
            table.forEach(all::add);
            return all;
        }
    }

    private static List<Indicator> some() {
        List<Indicator> all = new ArrayList<>();
        all.add(new Indicator(
                IndicatorType.URL,
                "https://evil.example/a?b=\u00e9",
                "misp",
                "indicator--0c1d7a52-5c0b-4f2a-9d55-6a2f3b7e9c10",
                85,
                Tlp.AMBER_STRICT,
                NOON.minusSeconds(60),
                NOON.plusSeconds(86_400),
                List.of("emotet", "bot \u00e9")));
        all.add(Indicator.of(IndicatorType.NETWORK, "2001:db8:1::/48", "misp", "2001:db8:1::/48"));
        all.add(Indicator.of(
                IndicatorType.CERTIFICATE, "ab".repeat(20), "misp", "0c1d7a52-5c0b-4f2a-9d55-6a2f3b7e9c11"));
        all.add(Indicator.of(IndicatorType.USER, "clinic\\anna", "misp", "row 7"));
        return all;
    }

    @Test
    void shouldBringBackAllThatWasSaidAndGoOnWhereItWas() {
        feed.all = some();
        new Run().pull().keep();
        feed.all = List.of();
        Run second = new Run();

        assertThat(second.all()).containsExactlyInAnyOrderElementsOf(some());
        assertThat(second.restored).hasSize(4);
        assertThat(second.pull().added).as("nothing new to anybody").isEmpty();
        assertThat(feed.asked).containsExactly("", "after 1");
    }

    @Test
    void shouldBringBackSeveralValuesOfOneObject() {
        Indicator one = Indicator.of(IndicatorType.DOMAIN, "one.example", "misp", "object");
        Indicator two = Indicator.of(IndicatorType.DOMAIN, "two.example", "misp", "object");
        Run first = new Run();
        first.table.put("misp", "object", List.of(one, two), (each, what) -> {});
        first.keep();

        assertThat(new Run().all()).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void shouldAskForEverythingWhenItsFileIsDamagedAndSaySo() throws IOException {
        feed.all = some();
        new Run().pull().keep();
        Path file = folder.resolve("misp.indicators");
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bad);
            Run run = new Run();
            assertThat(run.position).isEmpty();
            assertThat(run.all()).isEmpty();
            assertThat(run.keeper.note()).contains("misp.indicators was damaged", "all is asked for again");
            assertThat(folder.resolve("misp.indicators.damaged")).exists();
        }
        Run run = new Run().pull();
        assertThat(run.all()).hasSize(4);
    }

    @Test
    void shouldForgetWhatAnotherServerGave() {
        feed.all = some();
        new Run().pull().keep();
        feed.settings = "https://other.example";
        Run second = new Run();

        assertThat(second.position).isEmpty();
        assertThat(second.all()).isEmpty();
    }

    @Test
    void shouldJudgeAnewWhenTheWarningListChanged() {
        warnings = new WarningList(LocalNets.DEFAULT, List.of("10.0.0.7"));
        feed.all = List.of(
                Indicator.of(IndicatorType.ADDRESS, "10.0.0.7", "misp", "1"),
                Indicator.of(IndicatorType.ADDRESS, "198.51.100.7", "misp", "2"));
        new Run().pull().keep();
        warnings = new WarningList(LocalNets.DEFAULT, List.of());
        Run second = new Run();

        assertThat(second.position).as("what was refused may count now").isEmpty();
        assertThat(second.all()).extracting(Indicator::value).containsExactly("198.51.100.7");
    }

    @Test
    void shouldWriteOnlyWhatIsNewAndNotTooOften() throws IOException {
        feed.all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            feed.all.add(Indicator.of(IndicatorType.DOMAIN, "h" + i + ".example", "misp", "h" + i));
        }
        IndicatorTable table = new IndicatorTable(Limits.DEFAULT);
        IndicatorIntake intake = new IndicatorIntake("misp", table, warnings, indicator -> {});
        IndicatorKeeper keeper = new IndicatorKeeper(folder, "misp", () -> now);
        intake.pull(feed, "", now);
        keeper.keep(feed, intake, "p");
        Path file = folder.resolve("misp.indicators");
        long size = Files.size(file);
        Files.delete(file);
        now = now.plusSeconds(size / IndicatorKeeper.SPEED - 1);
        table.put("misp", "h0", List.of(), (each, what) -> {});
        keeper.keep(feed, intake, "p");
        assertThat(file).as("too early").doesNotExist();
        now = now.plusSeconds(2);
        keeper.keep(feed, intake, "p");
        assertThat(file).exists();
        Files.delete(file);
        now = now.plusSeconds(86_400);
        keeper.keep(feed, intake, "p");
        assertThat(file).as("nothing new").doesNotExist();
        keeper.keepNow(feed, intake, "q");
        assertThat(file).exists();
    }

    @Test
    void shouldSayThatItCannotWrite() throws IOException {
        Files.createDirectory(folder.resolve("misp.indicators.new"));
        feed.all = some();
        Run run = new Run().pull().keep();
        assertThat(run.keeper.trouble()).contains("misp.indicators cannot be written");
        Files.delete(folder.resolve("misp.indicators.new"));
        assertThat(run.keep().keeper.trouble()).isNull();
    }

    /** Another process writes states one after the other and is killed, again and again: what lies there is always one of them, whole. */
    @Test
    void shouldHoldOneWholeStateWheneverTheSensorIsKilled() throws Exception {
        Random random = new Random(3);
        int seen = 0;
        for (int round = 0; round < 6; round++) {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(process.getInputStream().read()).as("it writes").isEqualTo('!');
            Thread.sleep(random.nextInt(1_500));
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            Run run = new Run();
            assertThat(run.keeper.note()).isNull();
            assertThat(run.position).startsWith("state ");
            int state = Integer.parseInt(run.position.substring(6));
            assertThat(run.all())
                    .hasSize(Writer.size(state))
                    .allSatisfy(each -> assertThat(each.value()).endsWith("s" + state + ".example"));
            seen = Math.max(seen, state);
        }
        assertThat(seen).isPositive();
    }

    /** The process that is killed. */
    static final class Writer {
        static int size(int state) {
            return 500 + state % 7 * 300;
        }

        public static void main(String[] args) throws IOException {
            for (int state = 0; true; state++) {
                IndicatorTable table = new IndicatorTable(Limits.DEFAULT);
                for (int i = 0; i < size(state); i++) {
                    String id = "h" + i;
                    table.put(
                            "misp",
                            id,
                            List.of(Indicator.of(IndicatorType.DOMAIN, id + ".s" + state + ".example", "misp", id)),
                            (each, what) -> {});
                }
                WarningList warnings = new WarningList(LocalNets.DEFAULT, List.of());
                IndicatorIntake intake = new IndicatorIntake("misp", table, warnings, indicator -> {});
                new IndicatorKeeper(Path.of(args[0]), "misp").keepNow(new Lines(), intake, "state " + state);
                if (state == 0) {
                    System.out.print("!");
                    System.out.flush();
                }
            }
        }
    }

    @Test
    void shouldTakeNoFileOfAnotherKind() throws IOException {
        Path file = folder.resolve("other");
        StateFile.write(file, 1, out -> out.writeInt(7));
        assertThatThrownBy(() -> StateFile.open(file, 2)).hasMessageContaining("another kind");
    }
}
