//! The other goals through their public interface.

mod case;
mod max_min;
mod metrics;
mod rank_maximal;
mod refusals;
mod stable;
mod student_projects;
