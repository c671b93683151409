package io.auscult.export.share;

import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What of an entry must not leave: addresses of the inside, hardware addresses, names of hosts and users. One thread, made for one entry. */
final class Known {
    private static final Set<String> USERS = Set.of(
            "user",
            "users",
            "username",
            "last_user",
            "guessed",
            "user_sample",
            "account",
            "logged_on_as",
            "client",
            "found");
    private static final Set<String> NOBODY =
            Set.of("", "?", "-", "unknown", "not readable", "(empty)", "none", "null", "yes", "no", "true", "false");

    private final InternalAddresses internal;
    private final Domains domains;
    final Set<IpAddress> addresses = new HashSet<>();
    final Set<String> macs = new HashSet<>(); // 12 hexadecimal digits
    final Set<String> hosts = new HashSet<>(); // in lower case
    final Set<String> users = new HashSet<>(); // in lower case

    Known(JournalEntry entry, InternalAddresses internal, Domains domains) {
        this.internal = internal;
        this.domains = domains;
        new Parts() {
            @Override
            void party(Party party) {
                learn(party);
            }

            @Override
            void address(IpAddress address) {
                if (internal.contains(address)) {
                    addresses.add(address);
                }
            }

            @Override
            void evidence(Map<String, String> evidence) {
                evidence.forEach(Known.this::learn);
            }

            @Override
            void users(List<String> names) {
                names.forEach(Known.this::user);
            }

            @Override
            void text(String text) {
                learnText(text);
            }
        }.walk(entry);
    }

    private void learnText(String text) {
        String plain = Texts.plain(text);
        Texts.find(plain, new Texts.Found() {
            @Override
            public void address(IpAddress address) {
                if (internal.contains(address)) {
                    addresses.add(address);
                }
            }

            @Override
            public void mac(String digits) {
                macs.add(digits);
            }

            @Override
            public void oddMac(String digits) {
                if (plain.equals(digits)) {
                    macs.add(digits);
                }
            }
        });
    }

    /** Whether an IPv6 address was made from a hardware address of this entry (RFC 4291 appendix A). */
    boolean carriesMac(IpAddress address) {
        boolean[] carries = {false};
        if (!address.isIpv4() && (address.low() >>> 24 & 0xFFFF) == 0xFFFE) {
            Texts.find(address.toString(), new Texts.Found() {
                @Override
                public void address(IpAddress same) {}

                @Override
                public void mac(String digits) {}

                @Override
                public void oddMac(String digits) {
                    carries[0] |= macs.contains(digits);
                }
            });
        }
        return carries[0];
    }

    private void learn(Party party) {
        if (party.mac() != null) {
            macs.addAll(Texts.macs(party.mac()));
        }
        if (party.user() != null) {
            user(party.user());
        }
        String host = party.host();
        if (host != null && (party.ip() == null || internal.contains(party.ip()) || !domains.isOutside(host))) {
            host(host);
        }
    }

    private void learn(String name, String value) {
        if (USERS.contains(name)) {
            for (String user : value.split(", |,| -> ", -1)) {
                user(user);
            }
        } else if (name.equals("workstation")) {
            host(value);
        }
    }

    private void host(String name) {
        String plain = Texts.plain(name);
        add(hosts, plain);
        int dot = plain.indexOf('.');
        if (dot > 0 && plain.chars().anyMatch(Character::isLetter)) {
            add(hosts, plain.substring(0, dot));
        }
    }

    private void user(String name) {
        String plain = Texts.plain(name);
        add(users, plain);
        String account = plain.substring(plain.lastIndexOf('\\') + 1);
        int at = account.indexOf('@');
        add(users, at > 0 ? account.substring(0, at) : account);
    }

    private static void add(Set<String> names, String name) {
        String plain = name.strip();
        if (!NOBODY.contains(plain.toLowerCase(Locale.ROOT))) {
            names.add(plain);
        }
    }
}
