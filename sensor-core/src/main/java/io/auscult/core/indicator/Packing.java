package io.auscult.core.indicator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/** Values and ids in few bytes and back. A URL of http or https is kept without its scheme, for what is met on the wire tells of one only. Stateless. */
final class Packing {
    /** How an id is kept. */
    static final int TEXT = 0;

    static final int UUID_ONLY = 1;
    static final int UUID_OF_STIX = 2;
    /** It is the value itself: lists have no other. */
    static final int VALUE = 3;

    /** Marks of a type in a record, above its number. */
    static final int HTTP = 0x20;

    static final int HTTPS = 0x40;
    private static final int NUMBER = 0x1F;
    private static final String HTTP_TEXT = "http://";
    private static final String HTTPS_TEXT = "https://";
    private static final String STIX = "indicator--";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final IndicatorType[] TYPES = IndicatorType.values();
    private static final HexFormat HEX = HexFormat.of();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Packing() {}

    static int number(IndicatorType type) {
        return type.ordinal();
    }

    static IndicatorType type(int packed) {
        return TYPES[packed & NUMBER];
    }

    static int typeAndScheme(IndicatorType type, String value) {
        if (type != IndicatorType.URL) {
            return number(type);
        }
        return number(type) | (value.startsWith(HTTP_TEXT) ? HTTP : value.startsWith(HTTPS_TEXT) ? HTTPS : 0);
    }

    static byte[] key(IndicatorType type, String value) {
        return switch (type) {
            case ADDRESS -> {
                IpAddress address = IpAddress.parse(value);
                yield ByteBuffer.allocate(16)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
            }
            case NETWORK -> {
                Network network = Network.parse(value);
                yield ByteBuffer.allocate(17)
                        .putLong(network.high())
                        .putLong(network.low())
                        .put((byte) network.bits())
                        .array();
            }
            case JA3, MD5, SHA1, SHA256, CERTIFICATE -> HEX.parseHex(value);
            case URL ->
                value.substring(
                                value.startsWith(HTTP_TEXT)
                                        ? HTTP_TEXT.length()
                                        : value.startsWith(HTTPS_TEXT) ? HTTPS_TEXT.length() : 0)
                        .getBytes(UTF_8);
            case DOMAIN, JA4, USER, EMAIL -> value.getBytes(UTF_8);
        };
    }

    static String value(int packed, byte[] key) {
        return switch (type(packed)) {
            case ADDRESS -> {
                ByteBuffer bytes = ByteBuffer.wrap(key);
                yield new IpAddress(bytes.getLong(), bytes.getLong()).toString();
            }
            case NETWORK -> {
                ByteBuffer bytes = ByteBuffer.wrap(key);
                yield new Network(bytes.getLong(), bytes.getLong(), bytes.get() & 0xFF).toString();
            }
            case JA3, MD5, SHA1, SHA256, CERTIFICATE -> HEX.formatHex(key);
            case URL ->
                ((packed & HTTP) != 0 ? HTTP_TEXT : (packed & HTTPS) != 0 ? HTTPS_TEXT : "") + new String(key, UTF_8);
            case DOMAIN, JA4, USER, EMAIL -> new String(key, UTF_8);
        };
    }

    /** Half an address in a key. */
    static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int idKind(String id, String value) {
        if (id.equals(value)) {
            return VALUE;
        }
        boolean stix = id.startsWith(STIX);
        String rest = stix ? id.substring(STIX.length()) : id;
        return !UUID_TEXT.matcher(rest).matches() ? TEXT : stix ? UUID_OF_STIX : UUID_ONLY;
    }

    static byte[] id(int kind, String id) {
        return switch (kind) {
            case VALUE -> new byte[0];
            case UUID_ONLY, UUID_OF_STIX -> {
                UUID uuid = UUID.fromString(kind == UUID_ONLY ? id : id.substring(STIX.length()));
                yield ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
            }
            default -> id.getBytes(UTF_8);
        };
    }

    static String id(int kind, byte[] id, String value) {
        return switch (kind) {
            case VALUE -> value;
            case UUID_ONLY, UUID_OF_STIX -> {
                ByteBuffer bytes = ByteBuffer.wrap(id);
                String uuid = new UUID(bytes.getLong(), bytes.getLong()).toString();
                yield kind == UUID_ONLY ? uuid : STIX + uuid;
            }
            default -> new String(id, UTF_8);
        };
    }
}
