package io.auscult.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.app.config.Configuration;
import io.auscult.app.share.Policies;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalReader;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.export.Exporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves of recorded attacks: all of it, and nothing of the inside. */
class SharedSamplesTest {
    private static final Pattern IPV4 = Pattern.compile("(?<![0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9.])");
    private static final Pattern IPV6 =
            Pattern.compile("(?<![0-9a-f:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![0-9a-f:])");
    private static final Pattern MAC = Pattern.compile("(?<![0-9a-f:])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9a-f:])");

    /** What the sensor says where it knows no name, and the account that every Windows has. */
    private static final Set<String> NOBODY = Set.of("administrator", "unknown", "not readable");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staged-intrusion",
                "lateral-smb-hops",
                "cred-secretsdump",
                "spray-smb",
                "guess-shared",
                "poison-names",
                "rogue-dhcpv6",
                "arp-spoof",
                "coercion-dfs",
                "collection-drive-copy",
                "cred-lsa-secrets",
                "disc-ldapdomaindump",
                "disc-snmp-walk",
                "evasion-clear-log",
                "exploit-log4shell",
                "exploit-sambacry",
                "guess-database",
                "guess-ftp",
                "guess-http-form",
                "guess-kerberos",
                "guess-rdp",
                "guess-ssh",
                "guess-telnet",
                "indicator-web",
                "lateral-account-made",
                "lateral-psexec",
                "lateral-shell-home",
                "lateral-ssh-hops",
                "lateral-winrm",
                "lateral-wmi",
                "pass-the-hash",
                "poison-mdns",
                "relay-http",
                "relay-smb",
                "remote-support",
                "roast-services",
                "rogue-dhcp",
                "rogue-router",
                "rpc-dcsync",
                "rpc-zerologon",
                "scan-nmap-ipv6",
                "scan-nmap-os",
                "spray-ldap",
                "sweep-dicom",
                "sweep-nmap-arp",
                "sweep-worm",
                "ticket-forged",
                "variant-vxlan"
            })
    void shouldLetNothingOfTheInsideOut(String name) throws Exception {
        Path sample = Path.of(System.getProperty("auscult.root", ".."), "sample-pcaps", name, "input.pcap");
        Run.of("replay", "-q", "--out", folder.resolve("out").toString(), sample.toString())
                .out(ExitCode.FINISHED);
        Path journal = folder.resolve("out/journal");
        Path file = folder.resolve("auscult.yml");
        Files.writeString(
                file,
                "policies:\n  - to:\n      - region\n    minimum_severity: 0\n    approval: never\n"
                        + "share:\n  domains:\n    - ward.example\n");
        KeptEntries region = new KeptEntries("region");
        Set<String> names = new HashSet<>();
        int count = 0;
        try (Exporter exporter = new Policies(Configuration.read(file, Map.of()), journal).shared(region);
                JournalReader reader = JournalReader.open(journal)) {
            exporter.resume(null);
            for (JournalReader.Indexed next = reader.next(); next != null; next = reader.next()) {
                switch (next.entry()) {
                    case Alert alert -> {
                        names.add(String.valueOf(alert.actor().host()));
                        names.add(String.valueOf(alert.actor().user()));
                        names.add(String.valueOf(alert.target().host()));
                        names.add(String.valueOf(alert.target().user()));
                        exporter.deliver(alert);
                    }
                    case Incident incident -> {
                        names.addAll(incident.users());
                        exporter.deliver(incident);
                    }
                }
                count++;
            }
            exporter.flush();
        }
        assertThat(region.got).hasSize(count).isNotEmpty();
        String text = region.toString();
        for (Pattern addresses : List.of(IPV4, IPV6)) {
            assertThat(addresses.matcher(text).results().map(MatchResult::group))
                    .noneMatch(SharedSamplesTest::isInside);
        }
        assertThat(MAC.matcher(text).results().filter(mac -> !mac.group().startsWith("f2:")))
                .isEmpty();
        for (String each : names) {
            if (each.length() > 4 && !NOBODY.contains(each.toLowerCase(Locale.ROOT))) {
                assertThat(Pattern.compile("\\b" + Pattern.quote(each) + "\\b", Pattern.CASE_INSENSITIVE)
                                .matcher(text)
                                .find())
                        .as(each)
                        .isFalse();
            }
        }
    }

    private static boolean isInside(String address) {
        try {
            IpAddress parsed = IpAddress.parse(address);
            boolean isPseudonym = address.startsWith("fc"); // of an IPv6 address; nobody has such addresses, RFC 4193
            return !isPseudonym && LocalNets.DEFAULT.contains(parsed.high(), parsed.low());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
