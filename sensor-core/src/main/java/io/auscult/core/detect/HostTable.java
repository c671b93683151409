package io.auscult.core.detect;

import io.auscult.core.counter.Counters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What hosts are called, by address: one name each. Lives on the detect thread. At {@link #MAX_HOSTS} a newcomer has to be named twice, and then takes the place of the address that was
 * not asked for the longest.
 *
 * <p>When sources disagree: what a host says of itself when it joins the network or logs on goes before what others say of it ({@link #rank}); of
 * two equal sources the later is right, but of those that a host may have many of (DNS, mDNS, NTLM) the first stays. A name that nobody has
 * confirmed for {@link #STALE_NS} gives way to any other. What over {@link SharedNames#MAX_ADDRESSES} addresses show in a certificate is nobody's name.
 */
public final class HostTable {
    public static final int MAX_HOSTS = 65_536;
    public static final int MAX_NAME = 255; // bytes; longer ones are none

    static final long STALE_NS = 24 * 3_600_000_000_000L;

    private static final int CERTIFICATE = 1; // the lowest rank

    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    private final StateTable<Entry> hosts;
    private final SharedNames shared;

    private static final class Entry implements State {
        private byte[] name = {};
        private int rank;
        private long confirmedNs;

        @Override
        public void clear() {
            name = new byte[0];
            rank = 0;
            confirmedNs = 0;
        }
    }

    public HostTable(Counters counters) {
        hosts = new StateTable<>(MAX_HOSTS, 2, counters, Entry::new);
        shared = new SharedNames(counters);
    }

    /**
     * Takes a name into account.
     *
     * @param name bytes of which {@code length} from {@code offset} on are the name
     * @param source the protocol that told
     * @return whether the address is called otherwise than before
     */
    public boolean learn(long high, long low, byte[] name, int offset, int length, String source, long nowNs) {
        int size = length > 0 && name[offset + length - 1] == '.' ? length - 1 : length;
        if (!isHost(high, low) || !isName(name, offset, size)) {
            return false;
        }
        int rank = rank(source);
        if (rank == CERTIFICATE && !shared.add(name, offset, size, high, low)) {
            return false;
        }
        Entry entry = hosts.admit(high, low, 0, 0);
        if (entry == null) {
            return false;
        }
        if (isSame(entry.name, name, offset, size)) {
            entry.confirmedNs = nowNs;
            entry.rank = Math.max(entry.rank, rank);
            return false;
        }
        boolean better = rank > entry.rank || rank == entry.rank && !isShared(rank);
        if (!better && nowNs - entry.confirmedNs <= STALE_NS) {
            return false;
        }
        entry.name = Arrays.copyOfRange(name, offset, offset + size);
        entry.rank = rank;
        entry.confirmedNs = nowNs;
        return true;
    }

    /** The name in bytes, not to be changed; null when the address has none. */
    public byte @Nullable [] name(long high, long low) {
        Entry entry = hosts.size() == 0 ? null : hosts.find(high, low);
        if (entry == null || entry.name.length == 0 || entry.rank == CERTIFICATE && shared.isOfMany(entry.name)) {
            return null;
        }
        return entry.name;
    }

    /** The name as text; null when the address has none. */
    public @Nullable String text(long high, long low) {
        byte[] name = name(high, low);
        return name == null ? null : new String(name, StandardCharsets.UTF_8);
    }

    /** What is believed before what. */
    private static int rank(String source) {
        return switch (source) {
            case "dhcp" -> 8; // asked for by the host itself, with its hardware address
            case "krb" -> 7; // proven with the machine's own key
            case "netbios" -> 6; // registered or announced
            case "ntlm", "cldap", "mdns" -> 5; // claimed, as an attacker may
            case "ptr", "snmp" -> 4;
            case "dns" -> 3;
            case "llmnr" -> 2; // an answer that an attacker gives as easily
            case "certificate" -> CERTIFICATE;
            default -> 3;
        };
    }

    private static boolean isShared(int rank) {
        return rank <= 5;
    }

    /** One host, by one of its own addresses: neither nobody's, nor the host's own inside, nor many hosts'. */
    private static boolean isHost(long high, long low) {
        if (high == 0 && (low & ~0xFFFF_FFFFL) == MAPPED) {
            int first = (int) (low >>> 24) & 0xFF;
            return first != 0 && first != 127 && first < 224;
        }
        return high >>> 56 != 0xFF && (high != 0 || low > 1 || low < 0);
    }

    /** No control character or space, no address, and nothing that every network has. */
    private static boolean isName(byte[] name, int offset, int length) {
        if (length == 0 || length > MAX_NAME || name[offset] == '_' || name[offset] == '*' || name[offset] == '-') {
            return false;
        }
        boolean letters = false;
        for (int i = offset; i < offset + length; i++) {
            int c = name[i];
            if (c >= 0 && c <= ' ' || c == 0x7F || c == ':' || c == '/' || c == '@') {
                return false;
            }
            letters |= c != '.' && (c < '0' || c > '9');
        }
        return letters
                && !isLabel("localhost", name, offset, length)
                && !isLabel("wpad", name, offset, length)
                && !isLabel("isatap", name, offset, length);
    }

    /** Whether this is the first label. */
    private static boolean isLabel(String label, byte[] name, int offset, int length) {
        int size = label.length();
        if (length < size || length > size && name[offset + size] != '.') {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (lower(name[offset + i]) != label.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The same letters, or the first label of one is the other. */
    private static boolean isSame(byte[] known, byte[] name, int offset, int length) {
        int common = Math.min(known.length, length);
        if (common == 0) {
            return false;
        }
        for (int i = 0; i < common; i++) {
            if (lower(known[i]) != lower(name[offset + i])) {
                return false;
            }
        }
        return known.length == length || (known.length > common ? known[common] : name[offset + common]) == '.';
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
