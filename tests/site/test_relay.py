# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from pathlib import Path

from django.conf import LazySettings

from hotline.site.relay import configuration, most_calls, order


def test_the_relay_gets_our_ports_and_addresses(settings: LazySettings) -> None:
    settings.MEDIA_INTERFACE = "10.0.0.5!203.0.113.5"
    settings.NG_PORT, settings.KEYS_PORT = 2300, 2301
    settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX = 40000, 40599
    wanted = {
        "interface = 10.0.0.5!203.0.113.5",
        "listen-ng = 127.0.0.1:2300",
        "dtmf-log-dest = 127.0.0.1:2301",
        "port-min = 40000",
        "port-max = 40599",
    }
    assert wanted - set(configuration().splitlines()) == set()


def test_the_relay_runs_without_root_and_kernel_module() -> None:
    assert "table = -1" in configuration().splitlines()


def test_the_configuration_is_written_into_the_data_folder(tmp_path: Path) -> None:
    assert order(tmp_path) == ("rtpengine", f"--config-file={tmp_path / 'rtpengine.conf'}")
    assert (tmp_path / "rtpengine.conf").read_text() == configuration()


def test_the_range_of_ports_says_how_many_calls_there_is_room_for(settings: LazySettings) -> None:
    settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX = 20000, 39999
    assert most_calls() == 3333
    settings.MEDIA_PORT_MAX = 19999
    assert most_calls() == 0
