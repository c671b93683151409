package io.auscult.core.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertJournalTest {
    private static final long DAY_MS = 86_400_000L;

    @TempDir
    Path directory;

    private final Counters counters = new Counters();

    @Test
    void shouldGiveBackWhatWasAppendedInOrder() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve")) {
            assertThat(tailer.rewind()).isNull();
            assertThat(tailer.next()).isNull();
            journal.raise(TestAlerts.full("1"));
            journal.raise(TestAlerts.full("2"));
            assertThat(tailer.lag()).isEqualTo(2);
            assertThat(tailer.next()).isEqualTo(TestAlerts.full("1"));
            assertThat(tailer.lag()).as("read, not acknowledged").isEqualTo(2);
            tailer.acknowledge("file", 0);
            assertThat(tailer.lag()).isEqualTo(1);
            assertThat(ids(tailer)).containsExactly("2");
            assertThat(tailer.lag()).isEqualTo(1);
            tailer.acknowledge("file", 0);
            assertThat(tailer.lag()).isZero();
            assertThat(journal.appended()).isEqualTo(2);
        }
    }

    @Test
    void shouldGoOnBehindWhatWasAcknowledged() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve")) {
            raise(journal, 1, 5);
            tailer.rewind();
            tailer.next();
            tailer.next();
            tailer.acknowledge("file", 42);
            tailer.next(); // read, not acknowledged
        }
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve");
                JournalTailer other = journal.tail("syslog")) {
            Checkpoint checkpoint = tailer.rewind();
            assertThat(checkpoint).isNotNull();
            assertThat(checkpoint.receiver()).isEqualTo("file");
            assertThat(checkpoint.position()).isEqualTo(42);
            assertThat(tailer.lag()).isEqualTo(3);
            assertThat(ids(tailer)).containsExactly("3", "4", "5");
            assertThat(other.rewind()).isNull();
            assertThat(other.lag()).isEqualTo(5);
            assertThat(ids(other)).hasSize(5);
        }
    }

    @Test
    void shouldRewindToWhatWasAcknowledged() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve")) {
            raise(journal, 1, 3);
            tailer.rewind();
            assertThat(ids(tailer)).hasSize(3);
            tailer.rewind();
            assertThat(ids(tailer)).hasSize(3);
            tailer.acknowledge("file", 0);
            tailer.rewind();
            assertThat(ids(tailer)).isEmpty();
            raise(journal, 4, 4);
            assertThat(ids(tailer)).containsExactly("4");
        }
    }

    @Test
    void shouldLeaveOutAnIdThatIsThereAlsoAfterARestart() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters)) {
            raise(journal, 1, 3);
            raise(journal, 2, 4);
        }
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve")) {
            raise(journal, 1, 5);
            tailer.rewind();
            assertThat(ids(tailer)).containsExactly("1", "2", "3", "4", "5");
        }
    }

    @Test
    void shouldBeginAnewWhenTheCheckpointIsMissingOrDamaged() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve")) {
            raise(journal, 1, 3);
            tailer.rewind();
            ids(tailer);
            tailer.acknowledge("file", 1);
            Files.writeString(directory.resolve("eve.checkpoint"), "no checkpoint");
            assertThat(tailer.rewind()).isNull();
            assertThat(ids(tailer)).hasSize(3);
            Files.delete(directory.resolve("eve.checkpoint"));
            assertThat(tailer.rewind()).isNull();
            assertThat(ids(tailer)).hasSize(3);
        }
    }

    @Test
    void shouldBeginAnewWhenTheCheckpointIsNewerThanTheJournal() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("eve")) {
            raise(journal, 1, 100);
            tailer.rewind();
            ids(tailer);
            tailer.acknowledge("file", 1);
        }
        Path other = directory.resolve("other");
        Files.createDirectories(other);
        Files.copy(directory.resolve("eve.checkpoint"), other.resolve("eve.checkpoint"));
        try (AlertJournal journal = AlertJournal.open(other, counters);
                JournalTailer tailer = journal.tail("eve")) {
            assertThat(tailer.rewind()).as("empty journal").isNull();
            raise(journal, 1, 2);
            assertThat(tailer.rewind()).isNull();
            assertThat(ids(tailer)).containsExactly("1", "2");
        }
    }

    @Test
    void shouldWriteAFileADayAndCutByAge() throws IOException {
        AtomicLong now = new AtomicLong(20_000 * DAY_MS + 1000);
        try (AlertJournal journal = AlertJournal.open(directory, counters, now::get);
                JournalTailer slow = journal.tail("slow");
                JournalTailer quick = journal.tail("quick")) {
            slow.rewind();
            quick.rewind();
            for (int day = 0; day < 4; day++) {
                journal.raise(TestAlerts.full("day " + day));
                ids(quick);
                now.addAndGet(DAY_MS);
            }
            quick.acknowledge("file", 4);
            assertThat(files()).hasSize(4);
            assertThat(journal.cut(LocalDate.ofEpochDay(20_002))).isEqualTo(2);
            assertThat(files()).hasSize(2);
            assertThat(journal.cut(LocalDate.ofEpochDay(20_002))).isZero();
            assertThat(quick.rewind()).as("still known").isNotNull();
            assertThat(ids(quick)).isEmpty();
            slow.rewind();
            assertThat(ids(slow)).containsExactly("day 2", "day 3");
            journal.raise(TestAlerts.full("day 4"));
            assertThat(ids(slow)).containsExactly("day 4");
            assertThat(ids(quick)).containsExactly("day 4");
        }
    }

    @Test
    void shouldKeepAReceiptOfWhatWasCut() throws IOException {
        AtomicLong now = new AtomicLong(20_000 * DAY_MS);
        try (AlertJournal journal = AlertJournal.open(directory, counters, now::get);
                JournalTailer tailer = journal.tail("eve")) {
            raise(journal, 1, 2);
            tailer.rewind();
            ids(tailer);
            tailer.acknowledge("file", 42);
            now.addAndGet(3 * DAY_MS);
            raise(journal, 3, 3);
            journal.cut(LocalDate.ofEpochDay(20_003));
        }
        try (AlertJournal journal = AlertJournal.open(directory, counters, now::get);
                JournalTailer tailer = journal.tail("eve")) {
            assertThat(tailer.rewind()).isNotNull();
            assertThat(ids(tailer)).containsExactly("3");
        }
    }

    @Test
    void shouldNeverCutToday() throws IOException {
        try (AlertJournal journal = AlertJournal.open(directory, counters)) {
            raise(journal, 1, 1);
            assertThat(journal.cut(LocalDate.MAX)).isZero();
        }
    }

    @Test
    void shouldWakeWhoWaitsForAnAlert() throws Exception {
        try (AlertJournal journal = AlertJournal.open(directory, counters)) {
            Thread waiting = Thread.ofPlatform().start(() -> {
                try {
                    journal.await(0, Duration.ofMinutes(1));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            raise(journal, 1, 1);
            assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
            journal.await(5, Duration.ofMillis(1)); // returns although there are no more
        }
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> AlertJournal.open(file, counters)).isInstanceOf(IOException.class);
        assertThat(counters.get(Counter.ALERTS_LOST)).isZero();
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".cq4")).toList();
        }
    }

    @Test
    void shouldKeepIncidentsAsTheyGrowAmongAlertsAndNoneTwice() throws IOException {
        for (int run = 0; run < 2; run++) {
            try (AlertJournal journal = AlertJournal.open(directory, new Counters())) {
                assertThat(journal.note()).as("nothing is damaged").isNull();
                raise(journal, 1, 1);
                journal.tell(TestIncidents.full("incident", 1));
                raise(journal, 2, 2);
                journal.tell(TestIncidents.full("incident", 2));
            }
        }
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                JournalTailer tailer = journal.tail("test")) {
            tailer.rewind();
            List<String> keys = new ArrayList<>();
            for (JournalEntry entry = tailer.next(); entry != null; entry = tailer.next()) {
                keys.add(entry.key());
            }
            assertThat(keys).containsExactly("1", "incident/1", "2", "incident/2");
        }
    }

    @Test
    void shouldBeReadWhileItIsWritten() throws IOException {
        assertThat(JournalReader.isJournal(directory)).isFalse();
        try (AlertJournal journal = AlertJournal.open(directory, new Counters());
                JournalTailer tailer = journal.tail("test")) {
            raise(journal, 1, 3);
            tailer.rewind();
            tailer.next();
            tailer.acknowledge("test", 0);
            try (JournalReader reader = JournalReader.open(directory)) {
                List<String> waiting = new ArrayList<>();
                long acknowledged = reader.acknowledged("test");
                for (JournalReader.Indexed each = reader.next(); each != null; each = reader.next()) {
                    if (each.index() > acknowledged) {
                        waiting.add(each.entry().id());
                    }
                }
                assertThat(waiting).containsExactly("2", "3");
            }
            raise(journal, 4, 4);
            try (JournalReader reader = JournalReader.open(directory).backwards()) {
                JournalReader.Indexed newest = reader.next();
                assertThat(newest).isNotNull();
                assertThat(newest.entry().id()).isEqualTo("4");
            }
        }
    }

    @Test
    void shouldKeepOrderWhenTheClockJumps() throws IOException {
        AtomicLong clock = new AtomicLong(20_000 * DAY_MS + 1000);
        try (AlertJournal journal = AlertJournal.open(directory, new Counters(), clock::get);
                JournalTailer tailer = journal.tail("test")) {
            raise(journal, 1, 2);
            tailer.rewind();
            assertThat(ids(tailer)).containsExactly("1", "2");
            tailer.acknowledge("test", 0);
            clock.addAndGet(3 * DAY_MS);
            raise(journal, 3, 4);
            clock.addAndGet(-5 * DAY_MS);
            raise(journal, 5, 6);
            clock.addAndGet(4 * DAY_MS);
            raise(journal, 7, 8);
            assertThat(ids(tailer)).containsExactly("3", "4", "5", "6", "7", "8");
            assertThat(tailer.lag()).isEqualTo(6);
            tailer.acknowledge("test", 0);
            assertThat(tailer.lag()).isZero();
        }
        clock.addAndGet(-10 * DAY_MS);
        try (AlertJournal journal = AlertJournal.open(directory, new Counters(), clock::get);
                JournalTailer tailer = journal.tail("test")) {
            raise(journal, 9, 9);
            tailer.rewind();
            assertThat(ids(tailer)).containsExactly("9");
        }
    }

    @Test
    void shouldKeepLargeEntriesAndLoseOnlyWhatIsTooLarge() throws IOException {
        Counters counters = new Counters();
        try (AlertJournal journal = AlertJournal.open(directory, counters);
                JournalTailer tailer = journal.tail("test")) {
            raise(journal, 1, 1);
            journal.raise(TestAlerts.large("2", AlertJournal.MOST_ENTRY * 9 / 10));
            journal.raise(TestAlerts.large("3", AlertJournal.MOST_ENTRY + 1));
            raise(journal, 4, 4);
            assertThat(counters.get(Counter.ALERTS_LOST)).isEqualTo(1);
            assertThat(journal.trouble()).isNull();
            tailer.rewind();
            assertThat(ids(tailer)).containsExactly("1", "2", "4");
            assertThat(tailer.unreadable()).isZero();
        }
    }

    /** As a power cut leaves it: the last pages were not written, or only some of them. */
    @Test
    void shouldGoOnBehindADamagedEnd() throws IOException {
        List<Damage> repaired = new ArrayList<>();
        for (Damage damage : Damage.values()) {
            Path folder = directory.resolve(damage.name());
            try (AlertJournal journal = AlertJournal.open(folder, new Counters())) {
                raise(journal, 1, 50);
            }
            damage.make(file(folder));
            Counters counters = new Counters();
            try (AlertJournal journal = AlertJournal.open(folder, counters);
                    JournalTailer tailer = journal.tail("test")) {
                raise(journal, 100, 120);
                assertThat(counters.get(Counter.ALERTS_LOST))
                        .as("%s: %s", damage, journal.trouble())
                        .isZero();
                tailer.rewind();
                List<String> ids = ids(tailer);
                if (journal.note() == null) { // one that cannot be read, and all behind it can
                    assertThat(tailer.unreadable()).isEqualTo(1);
                } else {
                    repaired.add(damage);
                    assertThat(journal.note())
                            .as(damage.name())
                            .contains("damaged at its end")
                            .contains((ids.size() - 21) + " entries");
                }
                assertThat(ids).as(damage.name()).startsWith("1", "2", "3").endsWith(numbers(100, 120));
            }
        }
        assertThat(repaired).contains(Damage.ZEROS, Damage.NOISE);
    }

    private static String[] numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static Path file(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private enum Damage {
        ZEROS {
            @Override
            void make(Path file) throws IOException {
                write(file, end(file) - 20_000, new byte[20_000]);
            }
        },
        ZEROS_IN_AN_ENTRY {
            @Override
            void make(Path file) throws IOException {
                write(file, end(file) - 100, new byte[100]);
            }
        },
        NOISE {
            @Override
            void make(Path file) throws IOException {
                byte[] noise = new byte[20_000];
                new Random(1).nextBytes(noise);
                write(file, end(file) - noise.length, noise);
            }
        },
        CUT {
            @Override
            void make(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(end(file) - 3000);
                }
            }
        };

        abstract void make(Path file) throws IOException;

        private static void write(Path file, long at, byte[] bytes) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes), at);
            }
        }

        /** Behind the last byte that is not zero. */
        private static long end(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (bytes[end - 1] == 0) {
                end--;
            }
            return end;
        }
    }

    private static void raise(AlertJournal journal, int first, int last) {
        for (int i = first; i <= last; i++) {
            journal.raise(TestAlerts.full(Integer.toString(i)));
        }
    }

    private static List<String> ids(JournalTailer tailer) {
        List<String> ids = new ArrayList<>();
        for (JournalEntry alert = tailer.next(); alert != null; alert = tailer.next()) {
            ids.add(alert.id());
        }
        return ids;
    }
}
