package io.auscult.rules.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.EventScript;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeFileTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("fd00::2");
    private static final long NOW = EventScript.START;

    @TempDir
    Path folder;

    @Test
    void shouldKnowAfterARestartWhatWasKnownBefore() throws IOException {
        try (KnowledgeKeeper keeper = KnowledgeKeeper.open(folder, filled())) {
            keeper.onEnd();
        }
        Knowledge again = empty();
        try (KnowledgeKeeper keeper = KnowledgeKeeper.open(folder, again)) {
            assertThat(keeper.notes()).isEmpty();
        }

        Knowledge before = filled();
        assertThat(KnowledgeFile.encode(again, 7)).isEqualTo(KnowledgeFile.encode(before, 7)); // order of use included
        assertThat(again.roles().all(NOW)).isEqualTo(before.roles().all(NOW)).isNotEmpty();
        assertThat(again.roles().has(Role.DNS_SERVER, A.high(), A.low(), NOW)).isTrue();
        assertThat(again.hasAdministered(A.high(), A.low(), B.high(), B.low(), Service.SSH))
                .isTrue();
        assertThat(again.hasAdministered(A.high(), A.low(), B.high(), B.low(), Service.RDP))
                .isFalse();
        assertThat(again.hasAdministered(B.high(), B.low(), A.high(), A.low())).isFalse();
        assertThat(again.learning().startNs()).isEqualTo(before.learning().startNs());
        assertThat(again.learning().endNs()).isEqualTo(before.learning().endNs());
    }

    @Test
    void shouldRefuseEveryDamageAndTakeNothingOfIt() {
        byte[] whole = KnowledgeFile.encode(filled(), NOW).array();
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (i % 3 != 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Knowledge into = empty();
            assertThatThrownBy(() -> KnowledgeFile.decode(damaged, into))
                    .isInstanceOf(KnowledgeFile.DamagedException.class);
            assertThat(into.standings().size()
                            + into.pairs().size()
                            + into.users().size())
                    .isZero();
            assertThat(into.learning().startNs()).isZero();
        }
    }

    @Test
    void shouldRefuseCountsThatPromiseMoreThanThereIs() {
        byte[] bytes = KnowledgeFile.encode(filled(), NOW).array();
        for (int count : new int[] {-1, Integer.MAX_VALUE, Knowledge.STANDINGS + 1, 5_000}) {
            java.nio.ByteBuffer.wrap(bytes).putInt(52, count);
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            crc.update(bytes, 0, bytes.length - 4);
            java.nio.ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
            assertThatThrownBy(() -> KnowledgeFile.decode(bytes, empty()))
                    .isInstanceOf(KnowledgeFile.DamagedException.class)
                    .hasMessageContaining("entries: " + count);
        }
    }

    @Test
    void shouldSetADamagedFileAsideSayItAndBeginAnew() throws IOException {
        Files.write(folder.resolve(KnowledgeFile.NAME), new byte[] {1, 2, 3});
        Knowledge knowledge = empty();
        try (KnowledgeKeeper keeper = KnowledgeKeeper.open(folder, knowledge)) {
            assertThat(keeper.notes()).hasSize(1);
            assertThat(keeper.notes().getFirst()).contains("damaged", "set aside", "learning begins anew");
            keeper.onEnd();
        }
        assertThat(files()).hasSize(2).anyMatch(name -> name.startsWith("knowledge.bin.damaged-"));
        assertThat(KnowledgeKeeper.look(folder, empty())).isEmpty();
    }

    @Test
    void shouldSaveEveryFiveMinutesOfPacketTimeAndAtTheEnd() throws Exception {
        Knowledge knowledge = filled();
        try (KnowledgeKeeper keeper = KnowledgeKeeper.open(folder, knowledge)) {
            keeper.onBlockEnd(NOW);
            keeper.onBlockEnd(NOW + 299 * EventScript.SECOND);
            Thread.sleep(50);
            assertThat(files()).isEmpty();
            keeper.onBlockEnd(NOW + 300 * EventScript.SECOND);
            for (int i = 0; i < 6_000 && !files().contains(KnowledgeFile.NAME); i++) {
                Thread.sleep(10);
            }
            assertThat(files()).contains(KnowledgeFile.NAME);
            knowledge.administers(B.high(), B.low(), A.high(), A.low(), Service.RDP, NOW);
            keeper.onEnd();
        }
        Knowledge again = empty();
        KnowledgeKeeper.look(folder, again);
        assertThat(again.hasAdministered(B.high(), B.low(), A.high(), A.low())).isTrue();
        assertThat(files()).containsExactly(KnowledgeFile.NAME);
    }

    @Test
    void shouldSayThatTheDiskCannotBeWritten() throws IOException {
        Knowledge knowledge = filled();
        Path gone = folder.resolve("state");
        KnowledgeKeeper keeper = KnowledgeKeeper.open(gone, knowledge);
        Files.delete(gone);
        keeper.onEnd();
        keeper.close();

        assertThat(keeper.trouble()).contains("cannot be written");
    }

    @Test
    void shouldLearnOnlyWhileItListens() {
        Learning learning = new Learning(10 * EventScript.SECOND * 3_600, true);
        long hour = 3_600 * EventScript.SECOND;
        for (int i = 0; i <= 5; i++) {
            learning.onTime(NOW + i * hour);
        }
        assertThat(learning.isUnderWay()).isTrue();
        assertThat(learning.endNs()).isEqualTo(NOW + 10 * hour);
        long week = NOW + 24 * 7 * hour;
        for (int i = 0; i < 5; i++) {
            learning.onTime(week + i * hour);
        }
        assertThat(learning.hasEnded()).isFalse();
        learning.onTime(week + 5 * hour);
        assertThat(learning.hasEnded()).isTrue();
        assertThat(learning.endNs()).isEqualTo(week + 5 * hour);
        learning.onTime(week + 400 * hour);
        assertThat(learning.endNs()).isEqualTo(week + 5 * hour);
    }

    private static Knowledge filled() {
        Knowledge knowledge = empty();
        knowledge.onTime(NOW, alert -> {});
        knowledge.onTime(NOW + 60 * EventScript.SECOND, alert -> {});
        for (int i = 0; i < 20; i++) {
            knowledge.serves(A.high(), A.low(), Service.DNS, 0x9E3779B97F4A7C15L * (i + 1), NOW + i);
            knowledge.serves(B.high(), B.low(), Service.WEB, 0x9E3779B97F4A7C15L * (i + 1), NOW + i);
        }
        knowledge.administers(A.high(), A.low(), B.high(), B.low(), Service.SSH, NOW);
        knowledge.users().at(77, A.high(), A.low()).seen(NOW);
        return knowledge;
    }

    private static Knowledge empty() {
        return new Knowledge(Roles.NONE, LocalNets.DEFAULT, Knowledge.USUAL_WINDOW, true, new Counters());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
