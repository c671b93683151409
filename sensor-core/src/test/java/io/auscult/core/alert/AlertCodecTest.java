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

class AlertCodecTest {
    private final AlertCodec codec = new AlertCodec();

    @Test
    void shouldBringBackEveryComponent() throws ReflectiveOperationException {
        Alert alert = TestAlerts.full("id");
        Alert back = AlertCodec.decode(codec.encode(alert));
        for (RecordComponent component : Alert.class.getRecordComponents()) {
            Object value = component.getAccessor().invoke(back);
            assertThat(value)
                    .as(component.getName())
                    .isEqualTo(component.getAccessor().invoke(alert));
        }
        assertThat(back.evidence().keySet()).as("order").containsExactly("z", "a");
    }

    @Test
    void shouldBringBackWhatIsAbsent() {
        Alert alert = TestAlerts.empty("");
        assertThat(AlertCodec.decode(codec.encode(alert))).isEqualTo(alert);
    }

    @Test
    void shouldEncodeOneAfterTheOther() {
        codec.encode(TestAlerts.full("first"));
        assertThat(AlertCodec.decode(codec.encode(TestAlerts.empty("second"))).id())
                .isEqualTo("second");
    }

    @Test
    void shouldReadTheIdAlone() {
        assertThat(AlertCodec.id(codec.encode(TestAlerts.full("the id")))).isEqualTo("the id");
    }

    @Test
    void shouldSkipMembersOfALaterRelease() {
        byte[] bytes = bytes(TestAlerts.full("id"));
        byte[] later = {(byte) 200, 0, 0, 0, 3, 1, 2, 3};
        byte[] extended = Arrays.copyOf(bytes, bytes.length + later.length);
        System.arraycopy(later, 0, extended, bytes.length, later.length);
        assertThat(AlertCodec.decode(ByteBuffer.wrap(extended))).isEqualTo(TestAlerts.full("id"));
    }

    @Test
    void shouldRefuseAnotherVersion() {
        byte[] bytes = bytes(TestAlerts.full("id"));
        bytes[0] = AlertCodec.VERSION + 1;
        assertThatThrownBy(() -> AlertCodec.decode(ByteBuffer.wrap(bytes)))
                .isInstanceOf(CorruptAlertException.class)
                .hasMessageContaining("version");
    }

    @Test
    void shouldRefuseDamageWithoutAnyOtherException() {
        byte[] whole = bytes(TestAlerts.full("id"));
        Random random = new Random(1);
        List<Throwable> others = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
            for (int k = random.nextInt(4); k > 0 && damaged.length > 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                AlertCodec.decode(ByteBuffer.wrap(damaged));
            } catch (CorruptAlertException e) {
                // as it should be
            } catch (RuntimeException e) {
                others.add(e);
            }
        }
        assertThat(others).isEmpty();
    }

    private byte[] bytes(Alert alert) {
        ByteBuffer buffer = codec.encode(alert);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
