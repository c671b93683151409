package io.auscult.core.protocol.asn1;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BerTest {
    private final Ber ber = new Ber();

    private static StreamView view(byte[] bytes) {
        return new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, true, new ConnectionId());
    }

    private Ber over(String hex) {
        return ber.over(view(Bytes.hex(hex)));
    }

    private static String text(TextSlot slot) {
        return new String(slot.bytes(), 0, slot.length(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldStepThroughElementsAndIntoThem() {
        over("3006 020105 8101ff 0500");

        assertThat(ber.next(Ber.SEQUENCE)).isTrue();
        Ber inner = new Ber().enter(ber);
        assertThat(inner.next(Ber.INTEGER)).isTrue();
        assertThat(inner.integer()).isEqualTo(5);
        assertThat(inner.next(Ber.CONTEXT_PRIMITIVE + 1)).isTrue();
        assertThat(inner.integer()).isEqualTo(-1);
        assertThat(inner.next()).isFalse();
        assertThat(ber.next(Ber.NULL)).isTrue();
        assertThat(ber.hasNext()).isFalse();
    }

    @Test
    void shouldGoDownAndStayInside() {
        over("a0053003020107 020109");

        assertThat(ber.next(Ber.CONTEXT) && ber.down(Ber.SEQUENCE) && ber.down(Ber.INTEGER))
                .isTrue();
        assertThat(ber.integer()).isEqualTo(7);
        assertThat(ber.next()).as("the element behind is outside").isFalse();
    }

    @Test
    void shouldRefuseLengthsThatLeaveTheView() {
        assertThat(over("0402ff").next()).isFalse();
        assertThat(over("048401000000ff").next()).isFalse();
        assertThat(over("0484ffffffffff").next()).as("over 31 bits").isFalse();
        assertThat(over("0485000000000100").next()).as("five bytes of length").isFalse();
        assertThat(over("0480000000").next()).as("indefinite").isFalse();
        assertThat(over("1f810100").next()).as("tag over 30").isFalse();
        assertThat(over("04").next()).isFalse();
        assertThat(over("0482").next()).isFalse();
    }

    @Test
    void shouldTellHowLongAnElementWillBe() {
        assertThat(Ber.frame(view(Bytes.hex("3003")), 0)).isEqualTo(5);
        assertThat(Ber.frame(view(Bytes.hex("308400000100")), 0)).isEqualTo(262);
        assertThat(Ber.frame(view(Bytes.hex("3084ffffffff")), 0)).isEqualTo(0x1_0000_0005L);
        assertThat(Ber.frame(view(Bytes.hex("308400")), 0)).isZero();
        assertThat(Ber.frame(view(Bytes.hex("30")), 0)).isZero();
        assertThat(Ber.frame(view(new byte[0]), 0)).isZero();
        assertThat(Ber.frame(view(Bytes.hex("3080")), 0)).isEqualTo(Ber.NOT_BER);
        assertThat(Ber.frame(view(Bytes.hex("1f")), 0)).isEqualTo(Ber.NOT_BER);
    }

    @Test
    void shouldReadNumbersOfUpTo64Bits() {
        assertThat(over("0200").next()).isTrue();
        assertThat(ber.integer()).isEqualTo(Ber.NO_INTEGER);
        assertThat(over("0209000102030405060708").next()).isTrue();
        assertThat(ber.integer()).isEqualTo(Ber.NO_INTEGER);
        assertThat(over("02080102030405060708").next()).isTrue();
        assertThat(ber.integer()).isEqualTo(0x0102030405060708L);
        assertThat(over("020480000000").next()).isTrue();
        assertThat(ber.integer()).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void shouldReadBitsFromTheFirst() {
        assertThat(over("0305 00 40810010").next()).isTrue();
        assertThat(ber.bits()).isEqualTo(0x40810010);
        assertThat(over("0302 0740").next()).isTrue();
        assertThat(ber.bits()).as("filled with zeros").isEqualTo(0x40000000);
        assertThat(over("0300").next()).isTrue();
        assertThat(ber.bits()).isZero();
    }

    @Test
    void shouldWriteObjectIdentifiersWithDots() {
        TextSlot text = new TextSlot(100);
        assertThat(over("060a2b06010401823702020a").next()).isTrue();
        ber.appendObjectId(text);
        assertThat(text(text)).isEqualTo("1.3.6.1.4.1.311.2.2.10");

        text.clear();
        assertThat(over("0603883703").next()).isTrue();
        ber.appendObjectId(text);
        assertThat(text(text)).as("second arc over 39").isEqualTo("2.999.3");
    }

    @Test
    void shouldNeverLeaveTheBytesWhateverTheyAre() {
        Random random = new Random(1);
        Ber inner = new Ber();
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[1] = (byte) (bytes.length - 2);
            }
            ber.over(bytes, 0, bytes.length);
            for (int at = 0; ber.next(); at = ber.at()) {
                assertThat(ber.head()).isEqualTo(at);
                assertThat(ber.from()).isBetween(at + 2, bytes.length);
                assertThat(ber.to()).isBetween(ber.from(), bytes.length);
                inner.enter(ber);
                while (inner.next()) {
                    assertThat(inner.to()).isLessThanOrEqualTo(ber.to());
                }
            }
        }
    }
}
