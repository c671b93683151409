package io.auscult.core.indicator;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out what lands in lists of indicators by mistake and would match half of all traffic: our own and private addresses, huge networks, the resolvers and names that everybody uses, the hash of an
 * empty file. What the hospital names as meant all the same passes. Immutable.
 */
public final class WarningList {
    private static final int SHORTEST_IPV4 = 96 + 12; // a /12 holds a million addresses
    private static final int SHORTEST_IPV6 = 24;
    private static final String FILE = "warnings.txt";

    private final List<Network> networks = new ArrayList<>();
    private final Map<String, Set<String>> values = new HashMap<>();
    private final Set<String> meant;
    private final List<Network> meantNetworks = new ArrayList<>();
    private final boolean isJa4sSeen;

    /** @param localNets the hospital's own addresses @param meant values in normal form that pass, whatever this list says */
    public WarningList(LocalNets localNets, Collection<String> meant) {
        this(localNets, meant, true);
    }

    /** @param isJa4sSeen whether JA4S fingerprints are computed: else those of lists could never match, and are refused */
    public WarningList(LocalNets localNets, Collection<String> meant, boolean isJa4sSeen) {
        this.meant = Set.copyOf(meant);
        for (String value : meant) {
            String network = IndicatorType.NETWORK.normal(value);
            if (network != null) {
                meantNetworks.add(Network.parse(network));
            }
        }
        this.isJa4sSeen = isJa4sSeen;
        networks.addAll(localNets.networks());
        try (InputStream in = WarningList.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + ": absent");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                if (line.startsWith("#") || space < 0) {
                    continue;
                }
                String value = line.substring(space + 1);
                if (line.startsWith("network")) {
                    networks.add(Network.parse(value));
                } else {
                    values.computeIfAbsent(line.substring(0, space), kind -> new HashSet<>())
                            .add(value);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes whenever this list would judge differently. */
    public String version() {
        return Integer.toHexString(networks.hashCode()) + "-" + Integer.toHexString(values.hashCode()) + "-"
                + Integer.toHexString(meant.hashCode()) + "-" + isJa4sSeen;
    }

    /** Why an indicator is none, in words; null when nothing speaks against it. */
    public @Nullable String objection(IndicatorType type, String value) {
        String hidden = hidden(type, value);
        if (hidden != null || meant.contains(value)) {
            return hidden;
        }
        return switch (type) {
            case ADDRESS -> address(IpAddress.parse(value));
            case NETWORK -> network(Network.parse(value));
            case DOMAIN -> domain(value);
            case URL -> url(value);
            case MD5, SHA1, SHA256 -> has("hash", value) ? "it is the hash of an empty file" : null;
            case USER -> has("user", value) ? "it is a name that every network has" : null;
            case JA3, JA4, CERTIFICATE, EMAIL -> null;
        };
    }

    /** Why no traffic could ever show it. */
    private @Nullable String hidden(IndicatorType type, String value) {
        if (type == IndicatorType.URL && !value.startsWith("http://") && !value.startsWith("https://")) {
            return "only what HTTP asks for can be read";
        }
        if (type == IndicatorType.URL && value.indexOf('\uFFFD') >= 0) {
            return "its bytes are no UTF-8";
        }
        boolean isJa4s = type == IndicatorType.JA4 && value.indexOf('_') == value.lastIndexOf('_') - 5;
        return isJa4s && !isJa4sSeen ? "JA4S is switched off" : null;
    }

    private @Nullable String address(IpAddress address) {
        if (meant.contains(address.toString())
                || meantNetworks.stream().anyMatch(network -> network.contains(address))) {
            return null;
        }
        for (Network network : networks) {
            if (network.contains(address)) {
                return network.bits() == 128
                        ? "everybody uses it"
                        : "it lies in " + network + ", which is private, our own or nobody's";
            }
        }
        return null;
    }

    private @Nullable String network(Network network) {
        IpAddress first = new IpAddress(network.high(), network.low());
        boolean isIpv4 = network.bits() >= 96 && first.isIpv4();
        if (network.bits() < (isIpv4 ? SHORTEST_IPV4 : SHORTEST_IPV6)) {
            return "the network is too large (expected: /" + (isIpv4 ? SHORTEST_IPV4 - 96 : SHORTEST_IPV6)
                    + " or longer)";
        }
        for (Network other : networks) {
            if (other.contains(first) || network.contains(other.high(), other.low())) {
                return "it touches " + other + ", which everybody uses or which is private, our own or nobody's";
            }
        }
        return null;
    }

    private @Nullable String domain(String name) {
        if (has("domain", name)) {
            return "everybody goes there";
        }
        return has("suffix", name) ? "names are sold below it" : null;
    }

    /** A page may be bad where the site is not; the site's front page is the site. Our own addresses are no better for a path behind them. */
    private @Nullable String url(String url) {
        int from = url.indexOf("://") + 3;
        int slash = url.indexOf('/', from);
        String host = url.substring(from, slash < 0 ? url.length() : slash);
        int port = host.startsWith("[") ? host.indexOf("]") + 1 : host.indexOf(':');
        String name = host.substring(host.startsWith("www.") ? 4 : 0, port < 0 ? host.length() : port);
        String address =
                IndicatorType.ADDRESS.normal(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
        if (address != null) {
            return address(IpAddress.parse(address));
        }
        boolean isFront = slash < 0 || slash == url.length() - 1;
        return isFront && has("domain", name) ? "everybody goes there" : null;
    }

    private boolean has(String kind, String value) {
        return values.getOrDefault(kind, Set.of()).contains(value);
    }
}
