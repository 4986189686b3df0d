# Sourced by packaging/run and packaging/test: finds a Python, installs what is missing, makes .venv.
# Quiet when there is nothing to do. Sets $venv. Nothing here is specific to one machine.

# Set in many a container: each of a site's processes would then compile the whole program at each start (measured: the
# wall is there 1.5 s later).
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# What PySide6's xcb platform and QtWebEngine load, found with ldd; then the virtual display.
run_packages=(
    libasound2 libdbus-1-3 libdrm2 libegl1 libfontconfig1 libfreetype6 libgbm1 libgl1 libglib2.0-0 libgssapi-krb5-2
    libnss3 libx11-xcb1 libxss1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xfixes0 libxcb-xkb1 libxcomposite1 libxdamage1 libxkbcommon-x11-0
    libxkbfile1 libxrandr2 libxtst6 xvfb openbox python3-venv
)
# Somebody else's RTSP server, somebody else's reader, an X server with four monitors, and what `bench --peers` compares.
test_packages=(
    gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
    python3-gi ffmpeg xserver-xorg-core xserver-xorg-video-dummy x11-xserver-utils
    gstreamer1.0-libav gstreamer1.0-x libvlc5 vlc-plugin-base vlc-plugin-video-output
)

# missing_packages NAME...: those that are not installed. One call of dpkg-query: a start must be quick.
# Newer releases carry the 64-bit time suffix: libasound2t64 is their libasound2.
missing_packages() {
    local package installed
    installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" "${@/%/t64}" 2>/dev/null || true)"
    for package in "$@"; do
        [[ $installed == *" installed:$package "* || $installed == *" installed:${package}t64 "* ]] || echo "$package"
    done
}

# install_packages NAME...: with apt where it may, else say the exact line and stop.
install_packages() {
    command -v dpkg-query >/dev/null || {
        say "This is not a Debian or Ubuntu: make sure of the counterparts of: $*"
        return 0
    }
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [[ ${#missing[@]} -eq 0 ]] && return 0
    local line="apt-get install --no-install-recommends -y ${missing[*]}"
    if [[ $(id -u) -eq 0 ]]; then
        apt_install "" "${missing[@]}"
    elif command -v sudo >/dev/null && [[ -t 0 ]]; then
        say "These system packages are missing: ${missing[*]}"
        read -r -p "Install them with sudo? [y/N] " answer
        [[ $answer == [yY]* ]] || fail "Install them yourself, then start again:  sudo $line"
        apt_install sudo "${missing[@]}"
    else
        fail "These system packages are missing. Install them, then start again:  sudo $line"
    fi
}

apt_install() {
    local sudo=$1; shift
    say "Installing system packages: $*"
    $sudo apt-get update -q >/dev/null || say "apt-get update failed; trying with the lists there are"
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install them; the lines above say why"
}

# A distribution's own first: those are built with profile-guided and link-time optimization, pyenv's are not unless asked
# (measured: its 3.11 takes 1.4 times as long for the same work, and its shared library adds to each start).
find_python() {
    local name
    for name in ${SIGHTLINE_PYTHON:-} /usr/bin/python3.{13,12,11} python3.{12,13,11} python3; do
        command -v "$name" >/dev/null || continue
        "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null &&
            { command -v "$name"; return; }
    done
    fail "Python 3.11, 3.12 or 3.13 with venv is needed:  sudo apt-get install python3 python3-venv"
}

# make_venv EXTRA: .venv with the project in it; again only when pyproject.toml, the Python or EXTRA changed.
make_venv() {
    local extra=$1 python stamp
    venv=$root/.venv
    if [[ -x $venv/bin/python && -z ${SIGHTLINE_PYTHON:-} ]]; then python=$venv/bin/python; else python=$(find_python); fi
    stamp="$(cat "$root/pyproject.toml" | sha256sum | cut -c1-16) $("$python" -c 'import sys; print(sys.version_info[:2])')"
    local done_for
    for done_for in "$extra" test; do  # what tests need holds all that a run needs
        if [[ -f $venv/.sightline-$done_for && $(cat "$venv/.sightline-$done_for") == "$stamp" ]] &&
            "$venv/bin/python" -c 'import console' 2>/dev/null; then
            return 0
        fi
    done
    if ! [[ -x $venv/bin/python ]] || [[ $python != "$venv/bin/python" ]]; then
        say "Making .venv with $("$python" --version)"
        rm -rf "$venv"
        "$python" -m venv "$venv" || fail "could not make $venv; is python3-venv installed?"
    fi
    say "Installing Sightline and its libraries into .venv (some minutes the first time)"
    local what=$root
    [[ $extra == run ]] || what="$root[$extra]"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check -e "$what" ||
        fail "pip could not install the libraries; the lines above say why"
    printf '%s' "$stamp" >"$venv/.sightline-$extra"
}
