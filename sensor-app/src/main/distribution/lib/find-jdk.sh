# Sourced by the scripts that start Java. Sets JDK to a home of Java 25 or newer: JAVA_HOME, then the newest under
# /usr/lib/jvm, then the java on PATH. Reads the `release` file of each, so that no JVM is started to look.

JDK_NEEDED=25

jdk_feature() { # HOME -> prints 25 for "25.0.3"; nothing when it is no Java
  local key value
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value//\"/}
      REPLY=${value%%[.+-]*}
      return 0
    fi
  done <"$1/release"
  return 1
}

find_jdk() {
  local home best=0 java
  JDK=
  if [ -n "${JAVA_HOME:-}" ] && jdk_feature "$JAVA_HOME" && [ "$REPLY" -ge "$JDK_NEEDED" ]; then
    JDK=$JAVA_HOME
    return 0
  fi
  for home in /usr/lib/jvm/*; do
    if [ ! -L "$home" ] && jdk_feature "$home" && [ "$REPLY" -ge "$JDK_NEEDED" ] && [ "$REPLY" -gt "$best" ]; then
      best=$REPLY
      JDK=$home
    fi
  done
  [ -n "$JDK" ] && return 0
  if java=$(command -v java) && java=$(readlink -f "$java") && jdk_feature "${java%/bin/java}" \
    && [ "$REPLY" -ge "$JDK_NEEDED" ]; then
    JDK=${java%/bin/java}
    return 0
  fi
  echo "auscult: needs Java $JDK_NEEDED or newer; looked at JAVA_HOME (${JAVA_HOME:-not set}), /usr/lib/jvm and PATH." >&2
  echo "auscult: install one (Debian, Ubuntu: openjdk-25-jdk-headless, or temurin-25-jdk of Adoptium) or set JAVA_HOME to it." >&2
  return 1
}
