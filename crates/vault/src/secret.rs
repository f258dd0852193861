//! The wiped place that secret bytes live in.

use std::ops::{Deref, DerefMut};

use zeroize::Zeroizing;

use crate::bytes::fill_random;

/// On the heap, because a value on the stack leaves a copy behind at every move.
#[derive(Clone)]
pub(crate) struct Secret<const N: usize = 32>(Box<Zeroizing<[u8; N]>>);

impl<const N: usize> Secret<N> {
    /// To be filled.
    pub(crate) fn zeros() -> Self {
        Self(Box::new(Zeroizing::new([0; N])))
    }

    pub(crate) fn random() -> Self {
        let mut made = Self::zeros();
        fill_random(made.as_mut_slice());
        made
    }

    /// `None` when the length is another.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut made = Self::zeros();
        if bytes.len() != N {
            return None;
        }
        made.copy_from_slice(bytes);
        Some(made)
    }
}

impl<const N: usize> Deref for Secret<N> {
    type Target = [u8; N];

    fn deref(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> DerefMut for Secret<N> {
    fn deref_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}
