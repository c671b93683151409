package io.auscult.export.share;

import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What internal addresses, names and ids are called outside, under one key. The same thing has the same pseudonym for as long as the key lasts, and nobody without the key can go back or try
 * guesses. One thread; the last {@link #MAX_KNOWN} addresses are remembered.
 *
 * <p>Addresses keep their common prefixes (Crypto-PAn) and move where no host of anybody is, so that nobody takes one for his own and blocks it: IPv4 into 240.0.0.0/4, which is reserved
 * (RFC 1112 section 4), with the private ranges told apart; IPv6 into fc00::/8, the half of the unique local addresses that nobody assigns (RFC 4193 section 3.2). Hardware addresses
 * begin with f2, names with {@code host-} and {@code user-}.
 */
final class Pseudonyms {
    /** How the pseudonym of a hardware address begins. */
    static final String MAC_DIGITS = "f2";

    private static final int MAX_KNOWN = 16_384;
    private static final int NAME = 6; // bytes of a digest in a name
    private static final int ID = 16; // bytes of a digest in an id
    private static final long FC = 0xFCL << 56;

    private final ShareKey key;
    private final CryptoPan pan;
    private final Mac hmac;
    private final Map<IpAddress, IpAddress> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IpAddress, IpAddress> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    Pseudonyms(ShareKey key) {
        this.key = key;
        this.pan = new CryptoPan(key.derived("addresses", CryptoPan.KEY));
        try {
            hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key.derived("names", 32), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    ShareKey key() {
        return key;
    }

    IpAddress address(IpAddress internal) {
        return known.computeIfAbsent(
                internal, address -> address.isIpv4() ? IpAddress.ofIpv4(ipv4((int) address.low())) : ipv6(address));
    }

    /** The private ranges keep their size and are told apart; each below has a place of its own, and all else shares the last. */
    private int ipv4(int address) {
        int permuted = pan.ipv4(address);
        int first = address >>> 24;
        int second = address >>> 16 & 0xFF;
        if (first == 10) {
            return 240 << 24 | permuted & 0xFF_FFFF;
        }
        if (first == 172 && second >>> 4 == 1) {
            return 241 << 24 | 16 << 16 | permuted & 0xF_FFFF;
        }
        if (first == 100 && second >>> 6 == 1) {
            return 241 << 24 | 64 << 16 | permuted & 0x3F_FFFF;
        }
        if (first == 192 && second == 168) {
            return 241 << 24 | 168 << 16 | permuted & 0xFFFF;
        }
        if (first == 169 && second == 254) {
            return 241 << 24 | 254 << 16 | permuted & 0xFFFF;
        }
        if (first == 127) {
            return 242 << 24 | permuted & 0xFF_FFFF;
        }
        return first >= 240 ? 244 << 24 | permuted & 0x3FF_FFFF : 248 << 24 | permuted & 0x3FF_FFFF;
    }

    private IpAddress ipv6(IpAddress address) {
        long[] permuted = pan.ipv6(address.high(), address.low());
        return new IpAddress(FC | permuted[0] & ~(0xFFL << 56), permuted[1]);
    }

    /** A locally administered one, aa:bb:cc:dd:ee:ff. */
    String mac(String mac) {
        byte[] digest = digest("mac", hexDigits(mac));
        return MAC_DIGITS + ":" + HexFormat.ofDelimiter(":").formatHex(digest, 0, 5);
    }

    private static String hexDigits(String mac) {
        String digits = mac.replaceAll("[^0-9A-Fa-f]", "").toLowerCase(Locale.ROOT);
        return digits.length() == 12 ? digits : mac;
    }

    /** By its first label, so that a host has one pseudonym with and without its domain. */
    String host(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        int dot = plain.indexOf('.');
        String label = dot > 0 && plain.chars().anyMatch(Character::isLetter) ? plain.substring(0, dot) : plain;
        return "host-" + HexFormat.of().formatHex(digest("host", label), 0, NAME);
    }

    /** Without its domain, so that a user has one pseudonym in all of DOMAIN\\user, user@domain and user. */
    String user(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        plain = plain.substring(plain.lastIndexOf('\\') + 1);
        int at = plain.indexOf('@');
        String account = at > 0 ? plain.substring(0, at) : plain;
        return "user-" + HexFormat.of().formatHex(digest("user", account), 0, NAME);
    }

    /** Ids are digests of addresses and times, which could be tried out: so they leave as keyed ones. */
    String id(String id) {
        return HexFormat.of().formatHex(digest("id", id), 0, ID);
    }

    /** The same for the id of a connection; never 0. */
    long uid(long uid) {
        byte[] digest = digest("uid", Long.toHexString(uid));
        long bits = 1;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | digest[i] & 0xFF;
        }
        return bits == 0 ? 1 : bits;
    }

    private byte[] digest(String what, String text) {
        hmac.update(what.getBytes(StandardCharsets.US_ASCII));
        hmac.update((byte) 0);
        return hmac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
