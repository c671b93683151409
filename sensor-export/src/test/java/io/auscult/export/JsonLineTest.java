package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.event.IpAddress;
import io.auscult.export.JsonBytes.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
    private final JsonLine line = new JsonLine(0);

    @Test
    void shouldNestObjectsAndArraysEmptyOrNot() throws IOException {
        int root = line.open();
        line.key(new Key("a"));
        line.closeArray(line.open());
        line.key(new Key("b"));
        int list = line.open();
        line.element();
        line.closeObject(line.open());
        line.element();
        line.bool(true);
        line.element();
        line.bool(false);
        line.closeArray(list);
        line.closeObject(root);
        line.endLine();
        assertThat(written()).isEqualTo("{\"a\":[],\"b\":[{},true,false]}\n");
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                7,
                10,
                99,
                100,
                101,
                65_535,
                1_000_000,
                Integer.MAX_VALUE,
                1L << 31,
                9_999_999_999L,
                Long.MAX_VALUE,
                -1,
                Long.MIN_VALUE
            })
    void shouldPrintNumbersAsJavaDoes(long value) {
        assertThat(line(l -> l.unsigned(value))).isEqualTo(Long.toUnsignedString(value));
        assertThat(line(l -> l.signed(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void shouldPrintManyNumbersAsJavaDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> random.nextInt(64);
            assertThat(line(l -> l.unsigned(value))).isEqualTo(Long.toUnsignedString(value));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "1, 0.0",
        "999, 0.0",
        "1000, 0.000001",
        "123000, 0.000123",
        "1500000000, 1.5",
        "-1500000000, -1.5",
        "1639425815407353999, 1639425815.407353",
        "1658781415044470000, 1658781415.04447",
        "1515578143000000000, 1515578143.0"
    })
    void shouldPrintSecondsToTheMicrosecondWithoutZerosBehind(long ns, String expected) {
        assertThat(line(l -> l.seconds(ns))).isEqualTo(expected);
    }

    @Test
    void shouldPrintIsoTimesAsJavaDoes() {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            long ns = random.nextLong();
            String expected = '"' + format.format(Instant.ofEpochSecond(0, ns)) + '"';
            assertThat(line(l -> l.isoTime(ns, "Z"))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "-0.000001, -0.000001",
        "3, 3.0",
        "1e-9, 1.0E-9",
        "1e300, 1.0E300",
        "NaN, null",
        "Infinity, null",
        "-0.0, 0.0"
    })
    void shouldPrintRealNumbers(double value, String expected) {
        assertThat(value(out -> JsonBytes.real(out, 0, value))).isEqualTo(expected);
    }

    @Test
    void shouldPrintAddresses() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            IpAddress address = i % 2 == 0
                    ? IpAddress.ofIpv4(random.nextInt() >>> random.nextInt(32))
                    : new IpAddress(random.nextLong(), random.nextLong() >>> random.nextInt(64));
            assertThat(line(l -> l.address(address.high(), address.low()))).isEqualTo('"' + address.toString() + '"');
        }
        assertThat(value(out -> JsonBytes.mac(out, 0, 0x0180_C200_000EL))).isEqualTo("\"01:80:c2:00:00:0e\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "706c61696e|plain",
                "0102|\\\\x01\\\\x02",
                "610a620d0908|a\\nb\\r\\t\\b",
                "22|\\\"",
                "5c|\\\\",
                "7f|\\\\x7f",
                "c3a9|é",
                "c3|\\\\xc3",
                "e282ac|€",
                "e282|\\\\xe2\\\\x82",
                "f09f9880|😀",
                "c080|\\\\xc0\\\\x80",
                "c285|\\\\xc2\\\\x85",
                "eda080|\\\\xed\\\\xa0\\\\x80",
                "f4908080|\\\\xf4\\\\x90\\\\x80\\\\x80",
                "ff|\\\\xff",
                "c3a9ff|\\\\xc3\\\\xa9\\\\xff",
                "41c285c3a9|A\\\\xc2\\\\x85é",
                "e282acc328|\\\\xe2\\\\x82\\\\xac\\\\xc3(",
                "31323334353637380031|12345678\\\\x001",
                "3132333435363738c3a93132333435363738|12345678é12345678"
            })
    void shouldEscapeAsZeekDoes(String hex, String expected) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThat(value(out -> JsonBytes.text(out, 0, bytes, 0, bytes.length))).isEqualTo('"' + expected + '"');
        byte[] amid = new byte[bytes.length + 32];
        System.arraycopy(bytes, 0, amid, 3, bytes.length);
        assertThat(value(out -> JsonBytes.text(out, 0, amid, 3, bytes.length)))
                .as("amid other bytes")
                .isEqualTo('"' + expected + '"');
    }

    @Test
    void shouldGiveValidJsonForAnyBytes() throws IOException {
        ObjectMapper reader = new ObjectMapper();
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int k = 0; k < bytes.length; k++) {
                boolean letter = i % 2 == 0 && random.nextInt(8) != 0;
                bytes[k] = letter || bytes[k] == '\\' ? (byte) ('a' + random.nextInt(26)) : bytes[k];
            }
            String json = value(out -> JsonBytes.text(out, 0, bytes, 0, bytes.length));
            JsonNode read = reader.readTree(json);
            assertThat(unescaped(read.textValue())).isEqualTo(bytes);
            assertThat(json.chars().allMatch(c -> c >= 0x20 && c != 0x7F && (c < 0x80 || c > 0x9F)))
                    .isTrue();
        }
    }

    /** The way back from {@code \xNN}; the random texts above hold no such sequence of their own. */
    private static byte[] unescaped(String text) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            if (text.startsWith("\\x", i) && i + 4 <= text.length()) {
                bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 4;
            } else {
                int c = text.codePointAt(i);
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        return bytes.toByteArray();
    }

    private String line(Consumer<JsonLine> content) {
        line.length(0);
        content.accept(line);
        return written();
    }

    private static String value(ToIntFunction<byte[]> content) {
        byte[] out = new byte[1000];
        return new String(out, 0, content.applyAsInt(out), StandardCharsets.UTF_8);
    }

    private String written() {
        return new String(line.bytes(), 0, line.length(), StandardCharsets.UTF_8);
    }
}
