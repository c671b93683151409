package io.auscult.rules.role;

import java.util.Locale;
import java.util.Set;

/** What a host is known to do, and which alerts that explains. */
public enum Role {
    /** A vulnerability scanner: every kind of scan is its work, and so are passwords that everybody knows. */
    SCANNER(
            Set.of(
                    "scan",
                    "identity.password_guessing",
                    "identity.password_spraying",
                    "identity.user_enumeration",
                    "identity.zerologon",
                    "lateral.new_admin_pair"),
            0.4),
    /** A monitoring system: asks many hosts, some of which are down. */
    MONITORING(
            Set.of(
                    "scan.address_sweep",
                    "scan.sequential_test",
                    "scan.slow_scan",
                    "scan.dark_address",
                    "scan.arp_sweep",
                    "scan.neighbor_sweep",
                    "scan.block_scan",
                    "scan.service_probing",
                    "lateral.new_admin_pair"),
            0.6),
    /** Distributes software and updates: reaches for many clients, of which many are off, and writes the same to all. */
    UPDATE_SERVER(
            Set.of(
                    "lateral.file_spread",
                    "lateral.new_admin_pair",
                    "scan.address_sweep",
                    "scan.sequential_test",
                    "scan.slow_scan",
                    "scan.dark_address",
                    "scan.arp_sweep",
                    "scan.neighbor_sweep"),
            0.6),
    /** Fetches data of many hosts at night. */
    BACKUP(
            Set.of(
                    "scan.address_sweep",
                    "scan.sequential_test",
                    "scan.slow_scan",
                    "scan.dark_address",
                    "lateral.new_admin_pair"),
            0.6),
    /** A router or gateway: speaks ARP for others. */
    GATEWAY(Set.of("scan.arp_sweep", "scan.neighbor_sweep", "scan.dark_address"), 0.8),
    /** Gives tickets and replicates the directory with others of its kind. */
    DOMAIN_CONTROLLER(Set.of("identity.dcsync", "identity.dcshadow"), 0.8),
    /** Copies the directory elsewhere, passwords included (Entra Connect and alike). */
    DIRECTORY_SYNC(Set.of("identity.dcsync"), 0.8),
    /** Hands out addresses beside another. */
    DHCP_SERVER(Set.of("identity.dhcp_server"), 0.8),
    /** Many people work on it, so many mistype. */
    TERMINAL_SERVER(Set.of("identity.password_guessing", "identity.password_spraying"), 0.8),
    /** Asks name servers all over the world. */
    RESOLVER(Set.of("scan.address_sweep", "scan.sequential_test", "scan.slow_scan"), 0.6),
    /** Administrators log on to it and go on from there: that a path leads over it says nothing. */
    JUMP_HOST(Set.of("lateral.hop_chain", "lateral.new_admin_pair"), 0.8),
    /** Answers questions about names. */
    DNS_SERVER(Set.of(), 0.8),
    /** Takes or keeps mail. */
    MAIL_SERVER(Set.of(), 0.8),
    /** Shares files with many. */
    FILE_SERVER(Set.of(), 0.8),
    /** Prints, or hands out what is to be printed. */
    PRINT_SERVER(Set.of(), 0.8),
    /** Serves several others, with whatever. */
    SERVER(Set.of(), 0.8),
    /** People work on it, and it serves nobody. */
    WORKSTATION(Set.of(), 0.8),
    /** Takes, shows or keeps pictures or results of patients: modality, viewer, archive, analyser. */
    MEDICAL_DEVICE(Set.of(), 0.8);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> explains;

    private final double reachRate;
    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Role(Set<String> explains, double reachRate) {
        this.explains = explains;
        this.reachRate = reachRate;
    }

    /** Whether an alert of this rule is what such a host is expected to cause. */
    public boolean explains(String ruleId, String area) {
        return explains.contains(ruleId) || explains.contains(area) || Explained.BY_TABLE.holds(this, ruleId);
    }

    /** The share of new peers that such a host reaches when nothing is wrong: theta 0 of the sequential test. */
    public double reachRate() {
        return reachRate;
    }

    /** Name in the configuration: lower case with hyphens. */
    public String key() {
        return key;
    }

    /** @throws IllegalArgumentException for an unknown name */
    public static Role of(String key) {
        for (Role role : values()) {
            if (role.key().equals(key)) {
                return role;
            }
        }
        StringBuilder known = new StringBuilder();
        for (Role role : values()) {
            known.append(known.isEmpty() ? "" : ", ").append(role.key());
        }
        throw new IllegalArgumentException("role: " + key + " (expected: one of " + known + ")");
    }
}
