//! The client against a relay in memory: what two people see, and what a bad relay achieves.

mod archives;
mod hostile;
mod keeping;
mod line;
mod people;
mod registering;
mod standby;
mod standby_hostile;
mod statements;
mod talk;
