//! `internalBinding('tty')`: what only a terminal can do.

use std::cell::RefCell;

use super::{Effect, NativeModule, OsError, immediate};

pub(crate) const MODULE: NativeModule = NativeModule::new(
    "tty",
    &[
        immediate!("isatty", is_terminal, Effect::ReadsHost),
        immediate!("getWindowSize", window_size, Effect::ReadsHost),
        immediate!("setRawMode", set_raw_mode, Effect::Acts),
    ],
);

fn is_terminal((descriptor,): (i32,)) -> Result<bool, OsError> {
    Ok(descriptor >= 0 && crate::streams::is_terminal(descriptor))
}

/// `[columns, rows]`
fn window_size((descriptor,): (i32,)) -> Result<(u32, u32), OsError> {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: `size` is a local that the call fills.
    if unsafe { libc::ioctl(descriptor, libc::TIOCGWINSZ, &raw mut size) } != 0 {
        return Err(OsError::last("getWindowSize"));
    }
    Ok((size.ws_col.into(), size.ws_row.into()))
}

thread_local! {
    /// The mode a terminal had before it was made raw.
    static BEFORE_RAW: RefCell<Option<(i32, libc::termios)>> = const { RefCell::new(None) };
}

/// Raw mode as libuv sets it: keys come one by one and unechoed, output is still translated.
fn set_raw_mode((descriptor, is_raw): (i32, bool)) -> Result<(), OsError> {
    if !is_raw {
        restore_mode();
        return Ok(());
    }
    // SAFETY: an all-zero `termios` is a valid value of that plain structure.
    let mut mode: libc::termios = unsafe { std::mem::zeroed() };
    // SAFETY: `mode` is a local that the call fills.
    if unsafe { libc::tcgetattr(descriptor, &raw mut mode) } != 0 {
        return Err(OsError::last("setRawMode"));
    }
    BEFORE_RAW.with_borrow_mut(|before| before.get_or_insert((descriptor, mode)).0 = descriptor);
    mode.c_iflag &= !(libc::BRKINT | libc::ICRNL | libc::INPCK | libc::ISTRIP | libc::IXON);
    mode.c_oflag |= libc::ONLCR;
    mode.c_cflag |= libc::CS8;
    mode.c_lflag &= !(libc::ECHO | libc::ICANON | libc::IEXTEN | libc::ISIG);
    mode.c_cc[libc::VMIN] = 1;
    mode.c_cc[libc::VTIME] = 0;
    set_mode(descriptor, &mode)
}

/// Gives the terminal its mode back; also when the process ends.
pub(crate) fn restore_mode() {
    if let Some((descriptor, mode)) = BEFORE_RAW.take() {
        let _ = set_mode(descriptor, &mode);
    }
}

fn set_mode(descriptor: i32, mode: &libc::termios) -> Result<(), OsError> {
    // SAFETY: `mode` is a whole structure that the call reads.
    if unsafe { libc::tcsetattr(descriptor, libc::TCSADRAIN, std::ptr::from_ref(mode)) } == 0 {
        Ok(())
    } else {
        Err(OsError::last("setRawMode"))
    }
}
