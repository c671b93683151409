package io.auscult.core.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private final EntryCodec codec = new EntryCodec();

    @Test
    void shouldBringBackEveryComponent() throws ReflectiveOperationException {
        Alert alert = TestAlerts.full("id");
        JournalEntry back = EntryCodec.decode(codec.encode(alert));
        for (RecordComponent component : Alert.class.getRecordComponents()) {
            Object value = component.getAccessor().invoke(back);
            assertThat(value)
                    .as(component.getName())
                    .isEqualTo(component.getAccessor().invoke(alert));
        }
        assertThat(((Alert) back).evidence().keySet()).as("order").containsExactly("z", "a");
    }

    @Test
    void shouldBringBackAnIncident() throws ReflectiveOperationException {
        Incident incident = TestIncidents.full("id", 15);
        JournalEntry back = EntryCodec.decode(codec.encode(incident));
        for (RecordComponent component : Incident.class.getRecordComponents()) {
            assertThat(component.getAccessor().invoke(back))
                    .as(component.getName())
                    .isEqualTo(component.getAccessor().invoke(incident));
        }
    }

    @Test
    void shouldTellSnapshotsOfAnIncidentApart() {
        assertThat(EntryCodec.key(codec.encode(TestIncidents.full("id", 15))))
                .isEqualTo(TestIncidents.full("id", 15).key())
                .isNotEqualTo(TestIncidents.full("id", 16).key());
    }

    @Test
    void shouldBringBackWhatIsAbsent() {
        Alert alert = TestAlerts.empty("");
        assertThat(EntryCodec.decode(codec.encode(alert))).isEqualTo(alert);
    }

    @Test
    void shouldEncodeOneAfterTheOther() {
        codec.encode(TestAlerts.full("first"));
        assertThat(EntryCodec.decode(codec.encode(TestAlerts.empty("second"))).id())
                .isEqualTo("second");
    }

    @Test
    void shouldReadTheKeyAlone() {
        assertThat(EntryCodec.key(codec.encode(TestAlerts.full("the id")))).isEqualTo("the id");
    }

    @Test
    void shouldSkipMembersOfALaterRelease() {
        byte[] bytes = bytes(TestAlerts.full("id"));
        byte[] later = {(byte) 200, 0, 0, 0, 3, 1, 2, 3};
        byte[] extended = Arrays.copyOf(bytes, bytes.length + later.length);
        System.arraycopy(later, 0, extended, bytes.length, later.length);
        assertThat(EntryCodec.decode(ByteBuffer.wrap(extended))).isEqualTo(TestAlerts.full("id"));
    }

    @Test
    void shouldRefuseAnotherForm() {
        byte[] bytes = bytes(TestAlerts.full("id"));
        bytes[0] = 9;
        assertThatThrownBy(() -> EntryCodec.decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(CorruptAlertException.class)
                .hasMessageContaining("form");
    }

    @Test
    void shouldRefuseDamageWithoutAnyOtherException() {
        byte[] alert = bytes(TestAlerts.full("id"));
        byte[] incident = bytes(TestIncidents.full("id", 1));
        Random random = new Random(1);
        List<Throwable> others = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            byte[] whole = i % 4 < 2 ? alert : incident;
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
            for (int k = random.nextInt(4); k > 0 && damaged.length > 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                EntryCodec.decode(ByteBuffer.wrap(damaged));
            } catch (CorruptAlertException e) {
                // as it should be
            } catch (RuntimeException e) {
                others.add(e);
            }
        }
        assertThat(others).isEmpty();
    }

    private byte[] bytes(JournalEntry entry) {
        ByteBuffer buffer = codec.encode(entry);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
