package io.auscult.export;

import static io.auscult.export.SampleAlerts.deliver;
import static io.auscult.export.SampleAlerts.ids;
import static io.auscult.export.SampleAlerts.raise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.OperatingSystemMXBean;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link Exporter} must do. A test of one extends this. */
public abstract class ExporterContract {
    private static final ExporterRunner.Patience HASTY = new ExporterRunner.Patience(
            Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(20), Duration.ofMillis(100));

    /** A new exporter to the same receiver as before. */
    protected abstract Exporter open() throws IOException;

    /** The ids of the alerts that the receiver has, in its order; each once where the receiver tells a second delivery by the id. */
    protected abstract List<String> received() throws IOException;

    /** Takes the receiver away, so that nothing can be delivered. @return false where that cannot be */
    protected boolean stopReceiver() throws IOException {
        return false;
    }

    /** Brings it back, with what it had. */
    protected void startReceiver() throws IOException {}

    /** An exporter that reaches the receiver through another port and waits for it a few seconds. @return null where there is no port */
    protected @Nullable Exporter openThrough(int port) throws IOException {
        return null;
    }

    /** Where the receiver listens. */
    protected int receiverPort() {
        return 0;
    }

    /** Between that port and the receiver. */
    protected Meddler meddler() throws IOException {
        return new Meddler(receiverPort());
    }

    @Test
    void shouldHaveAShortName() throws IOException {
        try (Exporter exporter = open()) {
            assertThat(exporter.name()).matches("[a-z0-9-]{1,32}");
        }
    }

    @Test
    void shouldDeliverInOrder() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 500);
            exporter.flush();
            assertReceived(ids(1, 500));
        }
    }

    @Test
    void shouldDeliverNothingTwiceAfterACrashBehindTheReceipt() throws IOException {
        Exporter crashed = open();
        crashed.resume(null);
        deliver(crashed, 1, 3);
        Receipt receipt = crashed.flush();
        deliver(crashed, 4, 6);
        crashed.flush(); // the receiver has them, and nobody wrote that down
        try (Exporter exporter = open()) {
            exporter.resume(receipt);
            deliver(exporter, 4, 8);
            exporter.flush();
        }
        crashed.close();
        assertReceived(ids(1, 8));
    }

    @Test
    void shouldDeliverNothingTwiceWhenTheReceiptIsLost() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 5);
            exporter.flush();
        }
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 7);
            exporter.flush();
        }
        assertReceived(ids(1, 7));
    }

    @Test
    void shouldNotTakeAnothersReceiptForItsOwn() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 5);
            exporter.flush();
        }
        try (Exporter exporter = open()) {
            exporter.resume(new Receipt("somebody else", 1));
            deliver(exporter, 6, 7);
            exporter.flush();
        }
        assertReceived(ids(1, 7));
    }

    @Test
    void shouldResumeAgainAfterAFailure() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 2);
            Receipt receipt = exporter.flush();
            deliver(exporter, 3, 4); // not flushed: as if that had failed
            exporter.resume(receipt);
            deliver(exporter, 3, 5);
            exporter.flush();
        }
        assertReceived(ids(1, 5));
    }

    @Test
    void shouldDeliverAnAlertOfWhichLittleIsKnown() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            exporter.deliver(SampleAlerts.bare(1));
            exporter.flush();
        }
        assertReceived(ids(1, 1));
    }

    @Test
    void shouldDeliverWhateverTextsAnAlertHolds() throws IOException {
        int last = HostileTexts.ALL.size();
        try (Exporter exporter = open()) {
            exporter.resume(null);
            for (int i = 1; i <= last; i++) {
                exporter.deliver(SampleAlerts.hostile(i, HostileTexts.ALL.get(i - 1)));
            }
            exporter.flush();
        }
        assertReceived(ids(1, last));
    }

    @Test
    void shouldTakeIncidentsBetweenAlerts() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 2);
            exporter.deliver(SampleIncidents.full(1, 2));
            for (String text : HostileTexts.ALL) {
                exporter.deliver(SampleIncidents.hostile(2, text));
            }
            deliver(exporter, 3, 3);
            exporter.flush();
        }
        assertReceived(ids(1, 3));
    }

    @Test
    void shouldFailWhileTheReceiverIsDownAndDeliverWhenItIsBack() throws IOException {
        try (Exporter exporter = open()) {
            exporter.resume(null);
            deliver(exporter, 1, 3);
            Receipt receipt = exporter.flush();
            Assumptions.assumeTrue(stopReceiver(), "a receiver that can be stopped");
            assertThatThrownBy(() -> deliverUntilItFails(exporter)).isInstanceOf(IOException.class);
            startReceiver();
            exporter.resume(receipt);
            deliver(exporter, 4, 6);
            exporter.flush();
        }
        assertReceived(ids(1, 6));
    }

    /** What is delivered to a receiver that has just gone may seem to arrive; not for long. */
    private static void deliverUntilItFails(Exporter exporter) throws IOException {
        for (int i = 0; i < 100; i++) {
            deliver(exporter, 4, 6);
            exporter.flush();
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** A lie that the protocol cannot tell from the truth is believed; nothing else is. Whatever it was, it ends, and the exporter goes on. */
    @ParameterizedTest
    @EnumSource
    void shouldNotFallForAReceiverThatLies(Meddler.Lie lie) throws IOException {
        try (Meddler meddler = meddler();
                Exporter exporter = openThrough(meddler.port())) {
            Assumptions.assumeTrue(exporter != null, "a receiver behind a port");
            Assumptions.assumeFalse(notWithstood().contains(lie), "skipped: its library does not withstand this");
            exporter.resume(null);
            deliver(exporter, 1, 3);
            Receipt receipt = exporter.flush();
            meddler.lie(lie);
            long began = System.nanoTime();
            boolean isBelieved = false;
            try {
                deliver(exporter, 4, 6);
                exporter.flush();
                isBelieved = true;
            } catch (IOException e) {
                assertThat(e).isNotInstanceOf(RejectedException.class); // else it would be put aside
                assertThat(e).hasMessageStartingWith(exporter.name() + ": ");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            meddler.lie(null);
            letNotice(exporter);
            exporter.resume(receipt);
            deliver(exporter, isBelieved ? 7 : 4, 9);
            exporter.flush();
            assertThat(meddler.stolen()).as("connections to where it was sent").isZero();
            if (isBelieved && believed().contains(lie)) {
                awaitReceived(got -> got.containsAll(ids(1, 3)) && got.containsAll(ids(7, 9)));
                assertThat(received()).containsAll(ids(1, 3)).containsAll(ids(7, 9));
            } else {
                awaitReceived(got -> got.containsAll(ids(1, 9)));
                assertThat(received()).containsAll(ids(1, 9));
            }
        }
    }

    private void assertReceived(List<String> ids) throws IOException {
        awaitReceived(ids::equals);
        assertThat(received()).isEqualTo(ids);
    }

    /** Waits for this to be received where a receipt says no more than that the receiver's system has it; else it must be there. */
    protected void awaitReceived(Predicate<List<String>> condition) throws IOException {}

    /** What the library of this exporter does not withstand, as its page of the docs says. */
    protected Set<Meddler.Lie> notWithstood() {
        return Set.of();
    }

    /** What cannot be told from the truth, so that what was delivered meanwhile is lost. */
    protected Set<Meddler.Lie> believed() {
        return Set.of();
    }

    /** That its connection is gone, for those that keep one. */
    private static void letNotice(Exporter exporter) {
        try {
            for (int i = 0; i < 30; i++) {
                exporter.flush();
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        } catch (IOException e) {
            return; // it did
        }
    }

    /** A new exporter to the same receiver that keeps files of its own, if any, in this folder. */
    protected Exporter openIn(Path folder) throws IOException {
        return open();
    }

    /** Nothing waits for the disk that need not, nothing is forgotten, nothing is sent over and over, and a person is told which file it is. */
    @Test
    void shouldLoseNothingWhileTheDiskOfItsStateIsFull(@TempDir Path parent) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(parent, 64 << 20);
                AlertJournal journal = AlertJournal.open(disk.folder().resolve("journal"), new Counters())) {
            raise(journal, 1, 20);
            try (ExporterRunner before = ExporterRunner.start(openIn(disk.folder()), journal, HASTY)) {
                Await.until(() -> before.lag() == 0);
            }
            Path checkpoint;
            try (Stream<Path> files = Files.list(journal.directory())) {
                checkpoint = files.filter(file -> file.toString().endsWith(".checkpoint"))
                        .findFirst()
                        .orElseThrow();
            }
            byte[] written = Files.readAllBytes(checkpoint);
            raise(journal, 21, 60);
            disk.fill("others");
            raise(journal, 61, 80); // wait in memory
            assertThat(journal.trouble()).contains("20 wait in memory");
            TimesTold told = new TimesTold(openIn(disk.folder()));
            try (ExporterRunner runner = ExporterRunner.start(told, journal, HASTY)) {
                Await.until(() -> !runner.failure().isEmpty());
                Thread.sleep(1_500); // tries again some times
                assertThat(runner.failure())
                        .contains("No space left on device")
                        .contains(disk.folder().toString());
                assertThat(runner.failingSince()).isNotNull();
                assertThat(runner.dead()).isZero();
                assertThat(checkpoint).hasBinaryContent(written);
                disk.empty("others");
                raise(journal, 81, 90);
                Await.until(() -> runner.lag() == 0 && runner.failingSince() == null);
                assertThat(runner.failure()).isEmpty();
                assertThat(runner.dead()).isZero();
            }
            assertThat(journal.trouble()).isNull();
            assertReceived(ids(1, 90));
            assertThat(arrivals()).as("whatever came again counted again").isEqualTo(90);
            assertThat(Files.readAllBytes(checkpoint)).isNotEqualTo(written);
            if (!keepsFiles()) {
                assertThat(told.most()).as("times one was delivered").isEqualTo(1);
            }
        }
    }

    /** How many alerts arrived, also those that came again, where the receiver can tell. */
    protected int arrivals() throws IOException {
        return received().size();
    }

    /** Whether it waits until its own files can be written. */
    protected boolean keepsFiles() {
        return false;
    }

    /** By what they are, those whose speed is told; as they are set when nothing is said. */
    protected Map<String, Exporter> rated() throws IOException {
        return Map.of(getClass().getSimpleName(), open());
    }

    /** {@code -Dauscult.rate=40000}: how many a second come from the journal to the receiver, as in a sensor. CPU is this process's, so with those receivers that are in it. */
    @Test
    @EnabledIfSystemProperty(named = "auscult.rate", matches = "[0-9]+")
    void shouldSayHowManyItDelivers(@TempDir Path folder) throws IOException {
        int alerts = Integer.getInteger("auscult.rate");
        int incidents = Math.max(1, alerts / 20);
        for (Map.Entry<String, Exporter> rated : rated().entrySet()) {
            Path own = Files.createDirectory(folder.resolve(rated.getKey().replace(' ', '-')));
            rate(rated.getKey(), "alerts", alerts, own, rated.getValue(), i -> SampleAlerts.full(i));
            rate(
                    rated.getKey(),
                    "incidents",
                    incidents,
                    own,
                    rated.getValue(),
                    i -> SampleIncidents.full(i, 1 + i % 3));
        }
    }

    private static void rate(
            String what, String kind, int count, Path folder, Exporter exporter, IntFunction<JournalEntry> entries)
            throws IOException {
        ExporterRunner.Patience patience = new ExporterRunner.Patience(
                Duration.ofMillis(200), Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(1));
        try (AlertJournal journal = AlertJournal.open(folder.resolve(kind), new Counters())) {
            for (int i = 1; i <= count; i++) {
                switch (entries.apply(i)) {
                    case Alert alert -> journal.raise(alert);
                    case Incident incident -> journal.tell(incident);
                }
            }
            OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpuNs = machine.getProcessCpuTime();
            long began = System.nanoTime();
            ExporterRunner runner = ExporterRunner.start(exporter, journal, patience);
            while (runner.lag() > 0) {
                assertThat(runner.failure()).isEmpty();
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double cpu = (machine.getProcessCpuTime() - cpuNs) / 1e9;
            runner.close();
            System.out.printf(
                    "RATE %s: %,d %s in %.2f s: %,.0f a second, CPU %.1f s, load %.1f%n",
                    what, count, kind, seconds, count / seconds, cpu, machine.getSystemLoadAverage());
            assertThat(runner.dead()).isZero();
        }
    }

    @Test
    void shouldBeClosedAsOftenAsAnybodyLikes() throws IOException {
        Exporter unused = open();
        unused.close();
        unused.close();
        Exporter used = open();
        used.resume(null);
        deliver(used, 1, 1);
        used.flush();
        used.close();
        used.close();
        assertReceived(ids(1, 1));
    }
}
